import assert from 'node:assert/strict';
import { buildPackage, partsOf, stretchedTo, zipOf, type Parts } from '../support/build-package.js';
import { withStreams } from '../support/containers.js';
import { inspected, unwrapped, wrapped, type Watched } from '../support/protecting.js';
import { writeLabelInfo } from '../../src/labels/label-info.js';

const LABEL = { id: '11111111-2222-3333-4444-555555555555', tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' };
const XML = writeLabelInfo([LABEL]);
const PART = 'docMetadata/LabelInfo.xml';
const LABEL_STREAM = '\u0006DataSpaces/TransformInfo/LabelInfo';

/** The document as it comes out of a container that alone has the label. */
async function restored(document: Uint8Array, restoreLabel: unknown = true): Promise<Watched<Uint8Array>> {
  const container = await withStreams(await wrapped(document), { [LABEL_STREAM]: XML });
  return unwrapped(container, { settings: { restoreLabel } as never });
}

/** A package with these parts in place of the usual ones. */
async function packageWith(parts: Parts): Promise<Uint8Array> {
  const usual = await partsOf(await buildPackage());
  return zipOf({ ...Object.fromEntries(usual), ...parts });
}

describe('restoreLabel', () => {
  it('puts the label back as a part with type and relationship, and leaves all other parts alone', async () => {
    const document = await buildPackage(undefined, { 'picture.png': new Uint8Array(3000).fill(7), 'a/b.xml': '<b/>' });
    const { value, warnings } = await restored(document);
    assert.deepEqual(warnings, []);
    const [before, after] = [await partsOf(document), await partsOf(value)];
    assert.deepEqual([...after.keys()], [...before.keys(), PART]);
    assert.equal(after.get(PART), Buffer.from(XML).toString());
    for (const [name, content] of before) {
      if (!['[Content_Types].xml', '_rels/.rels'].includes(name)) assert.equal(after.get(name), content, name);
    }
    assert.match(
      after.get('[Content_Types].xml')!,
      /<Override PartName="\/docMetadata\/LabelInfo\.xml" ContentType="application\/vnd\.ms-office\.classificationlabels\+xml"\/><\/Types>$/,
    );
    assert.match(
      after.get('_rels/.rels')!,
      /<Relationship Id="rId[0-9a-f]{16}" Type="http:\/\/schemas\.microsoft\.com\/office\/2020\/02\/relationships\/classificationlabels" Target="docMetadata\/LabelInfo\.xml"\/><\/Relationships>$/,
    );
    assert.deepEqual(
      (await inspected(value)).value.labels.map(({ id }) => id),
      [LABEL.id],
    );
  });

  it('replaces the part where the package has another label', async () => {
    const other = writeLabelInfo([{ ...LABEL, id: '66666666-2222-3333-4444-555555555555' }]);
    const first = (await restored(await buildPackage())).value;
    const document = await zipOf({ ...Object.fromEntries(await partsOf(first)), [PART]: other });
    const after = await partsOf((await restored(document)).value);
    assert.equal(after.get(PART), Buffer.from(XML).toString());
    assert.equal(after.get('_rels/.rels')!.match(/classificationlabels/g)?.length, 1);
  });

  it('follows the prefix of a namespace', async () => {
    const document = await packageWith({
      '_rels/.rels': '<r:Relationships xmlns:r="urn:x"><r:Relationship Id="a"/></r:Relationships >\n',
    });
    const after = await partsOf((await restored(document)).value);
    assert.match(after.get('_rels/.rels')!, /<r:Relationship Id="rId[^>]*\/><\/r:Relationships >\n$/);
  });

  it('leaves a package alone that has the label, and one that is signed', async () => {
    const labelled = await buildPackage(undefined, { [PART]: XML });
    assert.deepEqual(await restored(labelled), { value: labelled, warnings: [] });
    const signed = await buildPackage(undefined, { '_xmlsignatures/sig1.xml': '<a/>' });
    assert.deepEqual(await restored(signed), { value: signed, warnings: ['label-outside'] });
  });

  it('unpacks nothing to do so: even a part that cannot be unpacked stays as it is', async () => {
    const text = 'a part like any other, packed'.repeat(20);
    const document = Buffer.from(await buildPackage(undefined, { 'odd.xml': text }));
    const packed = document.subarray(document.indexOf('odd.xml') + 7);
    packed.fill(0xff, 0, 10);
    const { value } = await restored(new Uint8Array(document));
    assert.ok(Buffer.from(value).includes(packed.subarray(0, 20)));
  });

  it('refuses packages above 64 MiB', async () => {
    const large = stretchedTo(await buildPackage(), 64 * 1024 * 1024 + 1, new Uint8Array(65 * 1024 * 1024));
    await assert.rejects(restored(large!), { code: 'LimitReached', limit: 'restoreLabelBytes' });
  });

  const placeless: readonly (readonly [what: string, parts: Parts])[] = [
    ['relationships without an end', { '_rels/.rels': '<Relationships/>' }],
    [
      'relationships in UTF-16',
      { '_rels/.rels': new Uint8Array(Buffer.from('\ufeff<Relationships></Relationships>', 'utf16le')) },
    ],
    ['a part twice', { 'Main.xml': '', 'main.xml': '' }],
  ];
  for (const [what, parts] of placeless) {
    it(`refuses a package with ${what}`, async () => {
      await assert.rejects(restored(await packageWith(parts)), { code: 'CorruptFile' });
    });
  }

  it('refuses a setting that is neither true nor false', async () => {
    await assert.rejects(restored(await buildPackage(), 'yes'), { code: 'UsageError' });
  });
});
