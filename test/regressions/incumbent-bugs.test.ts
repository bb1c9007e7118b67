import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import {
  bytesSource,
  fileSink,
  memorySink,
  rangeSource,
  readPublishingLicense,
  type ClientContext,
  type Label,
  type ProtectRequest,
  type PublishingLicense,
} from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage } from '../../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE } from '../../packages/format-pdf/test/support/build-pdf.js';
import { useAuthorityEngines } from '../support/authority-engine.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** Bugs that other programs of this kind had to mend, each by the name it went by. */
describe('what others had to mend', () => {
  const engines = useAuthorityEngines();
  const path = useTemporaryFolder();
  const [ALICE, BOB] = ['alice@example.com', 'bob@example.com'];
  const CONTENT = new TextEncoder().encode('A text.\n');
  const FOR_BOB = { names: [], grants: [{ users: [BOB], rights: ['VIEW', 'VIEWRIGHTSDATA'] }] };
  const request = (others: Partial<ProtectRequest> = {}): ProtectRequest => ({
    name: 'a.txt',
    policy: FOR_BOB,
    ...others,
  });
  const context = (): ClientContext => ({ signal: new AbortController().signal }) as unknown as ClientContext;

  async function licenseOf(file: Uint8Array): Promise<PublishingLicense> {
    const { license } = await engines.engine(ALICE).inspect(bytesSource(file));
    assert.ok(license);
    return readPublishingLicense(license);
  }

  async function republished(file: Uint8Array): Promise<Uint8Array> {
    const sink = memorySink();
    await engines.engine(ALICE).republish(bytesSource(file), sink, { policy: { offlineDays: 2 } });
    return sink.bytes();
  }

  const label = (name: string): Label => ({
    id: '11111111-2222-4333-8444-555555555555',
    tenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
    name,
  });

  it('the label is kept when rights change', async () => {
    const contents = [CONTENT, await buildPackage(), buildPdf({ objects: ONE_PAGE })];
    for (const [index, name] of ['a.txt', 'a.docx', 'a.pdf'].entries()) {
      const file = await engines.protect(contents[index]!, request({ name, labels: [label('Internal')] }));
      const ids = (await licenseOf(await republished(file))).labels.map(({ id }) => id);
      assert.deepEqual(ids, [label('').id], name);
    }
  });

  it('a label name may have special characters', async () => {
    const labels = [label('R&D <"geheim"> / 機密 🔒')];
    const { facts } = await engines
      .engine(ALICE)
      .inspect(bytesSource(await engines.protect(CONTENT, request({ labels }))));
    assert.equal(facts.labels[0]?.id, labels[0]?.id);
  });

  it('the owner is the right one when the work is delegated, also after rights change', async () => {
    const file = await engines.protect(CONTENT, request({ onBehalfOf: ALICE }), 'service@example.com');
    for (const each of [file, await republished(file)]) assert.equal((await licenseOf(each)).owner, ALICE);
  });

  it('a file can be read after its rights changed, again and again', async () => {
    let file = await engines.protect(await buildPackage(), request({ name: 'a.docx' }));
    const original = await engines.open(file, BOB);
    for (let round = 0; round < 5; round += 1) file = await republished(file);
    assert.deepEqual(await engines.open(file, BOB), original);
  });

  it('signed application data is the same written and read', async () => {
    const signedData = { plain: 'a', 'ünï.cødé': 'ß & <b> "q" 🙂', lines: 'one\ntwo\tthree', empty: '' };
    const file = await engines.protect(CONTENT, request({ signedData }));
    for (const each of [file, await republished(file)]) assert.deepEqual((await licenseOf(each)).appData, signedData);
  });

  it('old content in ECB is still readable, and stays so when rights change', async () => {
    const old = await engines.protect(CONTENT, request({ deprecatedAlgorithms: true }));
    assert.deepEqual(await engines.open(old, BOB), CONTENT);
    assert.deepEqual(await engines.open(await republished(old), BOB), CONTENT);
  });

  it('files of old versions are still readable', async () => {
    const client = engines.authority.clientFor(ALICE);
    const publication = await client.publish({ policy: FOR_BOB, labels: [], deprecatedAlgorithms: false }, context());
    const { license, cipher } = publication;
    const sink = memorySink();
    await pfile().wrap(bytesSource(CONTENT), { license, cipher, name: 'a.txt', labels: [] }, sink, {});
    const file = sink.bytes();
    file[6] = 2;
    file[10] = 1;
    assert.deepEqual(await engines.open(file, BOB), CONTENT);
  });

  it('a use licence of less than a day tells its end, and one names its owner', async () => {
    const validUntil = new Date(Date.parse(engines.time) + 3_600_000);
    const file = await engines.protect(CONTENT, request({ policy: { ...FOR_BOB, validUntil } }));
    const { useLicense, close } = await engines.engine(BOB).open(bytesSource(file));
    await close();
    assert.deepEqual([useLicense.validUntil, useLicense.offline, useLicense.owner], [validUntil, true, ALICE]);
  });

  it('no partial output is left behind when the input fails in the middle', async () => {
    const broken = rangeSource({
      size: 8 * 1024 * 1024,
      readRange: (offset, length) =>
        offset < 4 * 1024 * 1024 ? Promise.resolve(new Uint8Array(length)) : Promise.reject(new Error('unplugged')),
    });
    await assert.rejects(engines.engine(ALICE).protect(broken, fileSink(path('a.pfile')), request({ name: 'a.bin' })));
    assert.deepEqual(readdirSync(path()), []);
  });

  it('a PDF that starts with a comment, or other bytes, comes back', async () => {
    for (const header of ['%a comment\n%PDF-1.4\n', '\n\n%PDF-1.7\n']) {
      const document = buildPdf({ header, objects: ONE_PAGE });
      const file = await engines.protect(document, request({ name: 'a.pdf' }));
      const opened = Buffer.from(await engines.open(file, BOB)).toString('latin1');
      assert.match(opened, /\/MediaBox/);
      assert.doesNotMatch(opened, /\/Encrypt/);
    }
  });

  it('nothing of the protection is left in a PDF after it was removed', async () => {
    const sink = memorySink();
    const file = await engines.protect(buildPdf({ objects: ONE_PAGE }), request({ name: 'a.pdf' }));
    await engines.engine(ALICE).unprotect(bytesSource(file), sink, { name: 'a.pdf' });
    const text = Buffer.from(sink.bytes()).toString('latin1');
    assert.doesNotMatch(text, /Encrypt|MicrosoftIRM|XrML/);
    const { facts } = await engines.engine(ALICE).inspect(bytesSource(sink.bytes()), { name: 'a.pdf' });
    assert.equal(facts.status, 'plain');
  });
});
