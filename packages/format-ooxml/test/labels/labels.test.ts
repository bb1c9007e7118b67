import assert from 'node:assert/strict';
import { DEFAULT_LIMITS, type Label } from '@rightsmith/core';
import { readLabelInfo, withoutByteOrderMark, writeLabelInfo } from '../../src/labels/label-info.js';
import { buildPackage } from '../support/build-package.js';
import { streamOf, withStreams } from '../support/containers.js';
import { placeholderFile } from '../support/placeholder-files.js';
import { customProperties } from '../support/property-sets.js';
import { inspected, unwrapped, wrapped } from '../support/protecting.js';

const ID = '11111111-2222-3333-4444-555555555555';
const SECOND_ID = '66666666-2222-3333-4444-555555555555';
const TENANT = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const LABEL_STREAM = '\u0006DataSpaces/TransformInfo/LabelInfo';

/** Letter by letter as Office writes it; ooxml-irm.md §8.4. */
const XML =
  '<?xml version="1.0" encoding="utf-8" standalone="yes"?><clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">' +
  `<clbl:label id="{${ID}}" enabled="1" method="Standard" siteId="{${TENANT}}" removed="0" /></clbl:labelList>`;
const LABEL: Label = { id: ID, tenantId: TENANT, properties: { enabled: '1', method: 'Standard' } };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (xml: string): readonly Label[] => readLabelInfo(bytes(xml), DEFAULT_LIMITS);

const custom = (properties: Readonly<Record<string, string>>): string =>
  `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:x">${Object.entries(
    properties,
  )
    .map(
      ([name, value], index) =>
        `<property pid="${index + 2}" name="${name}"><vt:lpwstr>${value}</vt:lpwstr></property>`,
    )
    .join('')}</Properties>`;

const OLDER = {
  Subject: 'no label',
  [`MSIP_Label_${SECOND_ID}_Enabled`]: 'true',
  [`MSIP_Label_${SECOND_ID}_SiteId`]: TENANT,
  [`MSIP_Label_${SECOND_ID}_Name`]: 'Internal',
  [`MSIP_Label_${SECOND_ID}_Method`]: 'Privileged',
};
const OLDER_LABEL: Label = {
  id: SECOND_ID,
  tenantId: TENANT,
  name: 'Internal',
  properties: { Enabled: 'true', Method: 'Privileged' },
};

describe('LabelInfo', () => {
  it('has 307 bytes in its usual form, and is read and written so', () => {
    assert.equal(XML.length, 307);
    assert.deepEqual(read(XML), [LABEL]);
    assert.equal(Buffer.from(writeLabelInfo([LABEL])).toString(), XML);
  });

  it('keeps the bits of content, writes what custom properties say, and escapes', () => {
    const text = Buffer.from(
      writeLabelInfo([OLDER_LABEL, { id: 'a"<&', properties: { contentBits: '8', Enabled: 'false' } }]),
    ).toString();
    assert.match(text, new RegExp(`<clbl:label id="\\{${SECOND_ID}\\}" enabled="1" method="Privileged" siteId=`));
    assert.match(
      text,
      /<clbl:label id="a&quot;&lt;&amp;" enabled="0" method="Standard" contentBits="8" removed="0" \/>/,
    );
    assert.deepEqual(
      read(text).map(({ id }) => id),
      [SECOND_ID, 'a"<&'],
    );
  });

  it('does not count a label that was removed', () => {
    assert.deepEqual(read(XML.replace('removed="0"', 'removed="1"')), []);
    assert.deepEqual(read(XML.replace('removed="0"', 'removed="true"')), []);
    assert.deepEqual(read(XML.replace(' removed="0"', '')), [LABEL]);
  });

  it('is read with a byte order mark, with comments, without a prefix, with several labels and extensions', () => {
    assert.deepEqual(read(`\ufeff${XML}`), [LABEL]);
    assert.deepEqual(readLabelInfo(new Uint8Array(Buffer.from(`\ufeff${XML}`, 'utf16le')), DEFAULT_LIMITS), [LABEL]);
    assert.deepEqual(read(XML.replaceAll('clbl:', '').replace('<label ', '<!-- one --><label ')), [LABEL]);
    const several = XML.replace(
      '</clbl:labelList>',
      `<clbl:label id="{${SECOND_ID}}"/><clbl:extLst/></clbl:labelList>`,
    );
    assert.deepEqual(read(several), [LABEL, { id: SECOND_ID, properties: {} }]);
    assert.deepEqual(withoutByteOrderMark(bytes(`\ufeff${XML}`)), bytes(XML));
  });

  for (const wrong of ['', 'text', '<other/>', XML.slice(0, -5), `<!DOCTYPE a>${XML}`]) {
    it(`is refused where it reads ${JSON.stringify(wrong.slice(0, 20))}`, () => {
      assert.throws(() => read(wrong), { code: 'CorruptFile' });
    });
  }
});

describe('labels', () => {
  it('of a plain package are shown from both places', async () => {
    const document = await buildPackage(undefined, {
      'docMetadata/LabelInfo.xml': XML,
      'docProps/custom.xml': custom({ ...OLDER, [`MSIP_Label_${ID}_Name`]: 'told already' }),
    });
    assert.deepEqual((await inspected(document)).value.labels, [LABEL, OLDER_LABEL]);
  });

  it('of a plain Word document are shown from its properties', async () => {
    const document = await withStreams(placeholderFile('doc'), {
      '\u0005DocumentSummaryInformation': customProperties(OLDER),
    });
    assert.deepEqual((await inspected(document)).value.labels, [OLDER_LABEL]);
  });

  for (const [name, part] of [
    ['docMetadata/LabelInfo.xml', '<broken'],
    ['docProps/custom.xml', '<broken'],
    ['docProps/custom.xml', `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`],
  ] as const) {
    it(`that cannot be read are passed over with a warning: ${name} with ${part}`, async () => {
      const document = await buildPackage(undefined, { [name]: part });
      const { value, warnings } = await inspected(document);
      assert.deepEqual([value.labels, warnings], [[], ['label-unreadable']]);
    });
  }

  it('are copied into the container byte for byte, without a byte order mark', async () => {
    const odd = `\ufeff${XML.replace('<clbl:label ', '\r\n  <clbl:label ')}`;
    const document = await buildPackage(undefined, { 'docMetadata/LabelInfo.xml': odd });
    const container = await wrapped(document);
    assert.deepEqual(await streamOf(container, LABEL_STREAM), bytes(odd.slice(1)));
    assert.deepEqual((await inspected(container)).value.labels, [LABEL]);
    const { value, warnings } = await unwrapped(container);
    assert.deepEqual([value, warnings], [document, []]);
  });

  it('of the envelope take their place where that is wanted, and none means that they were removed', async () => {
    const document = await buildPackage(undefined, { 'docMetadata/LabelInfo.xml': XML });
    const told = async (labels: readonly Label[]): Promise<readonly (string | undefined)[]> => {
      const container = await wrapped(document, { labels, replacesLabels: true });
      assert.deepEqual((await unwrapped(container)).value, document);
      return (await inspected(container)).value.labels.map(({ id }) => id);
    };
    assert.deepEqual(await told([OLDER_LABEL]), [SECOND_ID]);
    assert.deepEqual(await told([]), []);
    const container = await wrapped(document, { labels: [LABEL], replacesLabels: true });
    assert.deepEqual(await streamOf(container, LABEL_STREAM), bytes(XML));
  });

  it('are written from the envelope where the document has no such part', async () => {
    const document = await buildPackage(undefined, { 'docProps/custom.xml': custom(OLDER) });
    const container = await wrapped(document, { labels: [OLDER_LABEL] });
    assert.deepEqual(
      (await inspected(container)).value.labels.map(({ id }) => id),
      [SECOND_ID],
    );
    const { value, warnings } = await unwrapped(container);
    assert.deepEqual([value, warnings], [document, []]);

    const binary = await wrapped(placeholderFile('doc'), { labels: [LABEL] });
    assert.deepEqual(await streamOf(binary, LABEL_STREAM), bytes(XML));
    assert.deepEqual((await unwrapped(binary)).warnings, ['label-outside']);
  });

  it('that only the container has are told, and the document is left as it is', async () => {
    const document = await buildPackage();
    const foreign = await withStreams(await wrapped(document), { [LABEL_STREAM]: bytes(XML) });
    const { value, warnings } = await unwrapped(foreign);
    assert.deepEqual([value, warnings], [document, ['label-outside']]);
  });

  it('of the container that cannot be read keep no document closed', async () => {
    const document = await buildPackage();
    const foreign = await withStreams(await wrapped(document), { [LABEL_STREAM]: bytes('nonsense') });
    const { value, warnings } = await unwrapped(foreign);
    assert.deepEqual([value, warnings], [document, ['label-unreadable']]);
    assert.deepEqual((await inspected(foreign)).warnings, ['label-unreadable']);
  });
});
