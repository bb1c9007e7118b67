import assert from 'node:assert/strict';
import { bytesSource, fileSink, fileSource, memorySink, type ProtectRequest } from '@rightsmith/core';
import { writeCompoundFile } from '@rightsmith/compound-file';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildPackage } from '../../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE } from '../../packages/format-pdf/test/support/build-pdf.js';
import { useAuthorityEngines } from '../support/authority-engine.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const FOR_OWNER = { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] };

/** Documents and names that other programs of this kind had to mend, each by the name it went by. */
describe('documents that others had to mend', () => {
  const engines = useAuthorityEngines();
  const path = useTemporaryFolder();
  const ALICE = 'alice@example.com';
  const request = (name: string): ProtectRequest => ({ name, policy: FOR_OWNER });

  it('a linearised PDF is not corrupted: what comes back does not claim to be arranged so', async () => {
    const first = (size: number): string =>
      `<</Linearized 1/L ${String(size).padStart(6, '0')}/H[0 0]/O 3/E 0/N 1/T 0>>`;
    const [catalog = '', ...others] = ONE_PAGE;
    const objects = (size: number): string[] => [catalog, ...others, first(size)];
    const document = buildPdf({ objects: objects(buildPdf({ objects: objects(0) }).length) });
    const file = await engines.protect(document, request('a.pdf'));
    const opened = Buffer.from(await engines.open(file, ALICE)).toString('latin1');
    assert.match(opened, /\/MediaBox/);
    const { facts } = await engines
      .engine(ALICE)
      .inspect(bytesSource(Buffer.from(opened, 'latin1')), { name: 'a.pdf' });
    assert.deepEqual([facts.status, facts.warnings], ['plain', []]);
  });

  it('a signed PDF is refused unless its signature may go, and then nothing is written', async () => {
    const catalog = '<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[]>>>>';
    const document = buildPdf({ objects: [catalog, ...ONE_PAGE.slice(1)] });
    const refusal = engines.engine(ALICE).protect(bytesSource(document), fileSink(path('b.pdf')), request('a.pdf'));
    await assert.rejects(refusal, { code: 'UnsupportedFormat', reason: 'signed' });
    assert.deepEqual(readdirSync(path()), []);
  });

  it('a signed Office document comes back with its signature, byte for byte', async () => {
    const signed = await buildPackage(undefined, { '_xmlsignatures/sig1.xml': '<Signature/>' });
    assert.deepEqual(await engines.open(await engines.protect(signed, request('a.docx')), ALICE), signed);
  });

  it('an Office document with a password is told apart from one with rights', async () => {
    const sink = memorySink();
    const content = bytesSource(new Uint8Array(5000).fill(7));
    await writeCompoundFile(
      [
        { kind: 'stream', path: 'EncryptionInfo', content: bytesSource(Buffer.from('0400040040000000', 'hex')) },
        { kind: 'stream', path: 'EncryptedPackage', content },
      ],
      sink,
    );
    const { facts } = await engines.engine(ALICE).inspect(bytesSource(sink.bytes()), { name: 'a.xlsx' });
    assert.equal(facts.status, 'other-protection');
    await assert.rejects(engines.protect(sink.bytes(), request('a.xlsx')), {
      code: 'UnsupportedFormat',
      reason: 'password',
    });
    await assert.rejects(engines.open(sink.bytes(), ALICE), { code: 'UnsupportedFormat', reason: 'password' });
  });

  it('content may be empty', async () => {
    assert.deepEqual(
      await engines.open(await engines.protect(new Uint8Array(), request('a.txt')), ALICE),
      new Uint8Array(),
    );
  });

  it('names may be of any script, and longer than 127 characters', async () => {
    for (const stem of ['📎 첨부 파일', 'Übersicht & "Größe"', 'ж'.repeat(120), 'x'.repeat(240), '\u202egnp.exe']) {
      const name = `${stem}.vsd`;
      writeFileSync(path(name), stem);
      const sink = (output: string): ReturnType<typeof fileSink> => fileSink(path(output));
      const { outputName } = await engines.engine(ALICE).protect(fileSource(path(name)), sink, request(name));
      assert.equal(outputName, `${name}.pfile`);
      const back = memorySink();
      const result = await engines.engine(ALICE).unprotect(fileSource(path(outputName)), back, { name: outputName });
      assert.deepEqual([result.outputName, Buffer.from(back.bytes()).toString()], [name, stem]);
    }
  });

  it('a name that has no room for the new extension loses nothing', async () => {
    const name = `${'x'.repeat(248)}.vsd`;
    writeFileSync(path(name), 'content');
    const protecting = engines
      .engine(ALICE)
      .protect(fileSource(path(name)), (output) => fileSink(path(output)), request(name));
    await assert.rejects(protecting, { code: 'CannotWrite' });
    assert.deepEqual(readdirSync(path()), [name]);
    assert.equal(readFileSync(path(name), 'utf8'), 'content');
  });
});
