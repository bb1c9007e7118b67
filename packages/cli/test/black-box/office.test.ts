import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { buildPackage, partsOf } from '../../../format-ooxml/test/support/build-package.js';
import { withStreams } from '../../../format-ooxml/test/support/containers.js';
import { placeholderFile } from '../../../format-ooxml/test/support/placeholder-files.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

const LABEL_ID = '11111111-2222-3333-4444-555555555555';
const LABEL_PART = 'docMetadata/LabelInfo.xml';
const LABEL_INFO =
  '<?xml version="1.0" encoding="utf-8" standalone="yes"?><clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">' +
  `<clbl:label id="{${LABEL_ID}}" enabled="1" method="Standard" removed="0" /></clbl:labelList>`;

describe('rightsmith with Office documents', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), ['--as', 'alice@example.com', ...args]);
  const json = (...args: string[]): Record<string, unknown> =>
    JSON.parse(run('--json', ...args).stdout) as Record<string, unknown>;
  const warningsOf = (...args: string[]): string[] =>
    (json(...args)['warnings'] as { readonly code: string }[]).map(({ code }) => code);

  const documents = [
    ['docx', 'rights-managed Office document, OOXML'],
    ['doc', 'rights-managed Word 97–2003 document'],
  ] as const;
  for (const [extension, reason] of documents) {
    it(`protects a .${extension} under its own name, and brings it back byte for byte`, async () => {
      const plain = extension === 'docx' ? await buildPackage() : placeholderFile('doc');
      writeFileSync(path(`report.${extension}`), plain);
      const name = `report-protected.${extension}`;
      assert.equal(run('protect', `report.${extension}`, '--role', 'bob@example.com:viewer').exitCode, 0);
      assert.equal(run('status', name).exitCode, 0);
      assert.equal(run('verify', name).exitCode, 0);
      assert.deepEqual(json('inspect', name)['format'], { id: 'ooxml', reason });
      assert.deepEqual(run('cat', name, '--as', 'bob@example.com').stdoutBytes, plain);
      assert.equal(run('unprotect', name, '--as', 'bob@example.com', '-o', 'x').exitCode, 31);
      assert.equal(run('unprotect', name, '-o', `back.${extension}`).exitCode, 0);
      assert.deepEqual(new Uint8Array(readFileSync(path(`back.${extension}`))), plain);
      assert.equal(run('protect', name).exitCode, 21);
    });
  }

  it('shows labels of a document before and after, and puts back one that only the container has', async () => {
    writeFileSync(path('plain.docx'), await buildPackage());
    writeFileSync(path('labelled.docx'), await buildPackage(undefined, { [LABEL_PART]: LABEL_INFO }));
    const labels = (name: string): unknown =>
      (json('inspect', name)['labels'] as { readonly id: string }[]).map(({ id }) => id);
    assert.deepEqual(labels('labelled.docx'), [LABEL_ID]);
    assert.deepEqual(warningsOf('protect', 'labelled.docx'), []);
    assert.deepEqual(labels('labelled-protected.docx'), [LABEL_ID]);
    assert.deepEqual(warningsOf('unprotect', 'labelled-protected.docx', '-o', 'same.docx'), []);
    assert.deepEqual(readFileSync(path('same.docx')), readFileSync(path('labelled.docx')));

    run('protect', 'plain.docx', '-o', 'foreign.docx');
    const container = await withStreams(new Uint8Array(readFileSync(path('foreign.docx'))), {
      '\u0006DataSpaces/TransformInfo/LabelInfo': new TextEncoder().encode(LABEL_INFO),
    });
    writeFileSync(path('foreign.docx'), container);
    assert.deepEqual(warningsOf('unprotect', 'foreign.docx', '-o', 'without.docx'), ['label-outside']);
    assert.deepEqual(readFileSync(path('without.docx')), readFileSync(path('plain.docx')));
    assert.deepEqual(warningsOf('unprotect', 'foreign.docx', '--restore-label', '-o', 'with.docx'), []);
    assert.equal((await partsOf(new Uint8Array(readFileSync(path('with.docx'))))).get(LABEL_PART), LABEL_INFO);
    assert.deepEqual(labels('with.docx'), [LABEL_ID]);
  });

  it('says of a file whose licence is whole that its content was cut, before anything is written', async () => {
    writeFileSync(path('long.docx'), await buildPackage(undefined, { 'noise.bin': randomBytes(100_000) }));
    run('protect', 'long.docx', '-o', 'cut.docx');
    truncateSync(path('cut.docx'), readFileSync(path('cut.docx')).length - 50_000);
    assert.equal(run('status', 'cut.docx').exitCode, 51);
    for (const verb of ['inspect', 'unprotect', 'cat']) {
      const { exitCode, stdout, stderr } = run(verb, 'cut.docx', ...(verb === 'unprotect' ? ['-o', 'x.docx'] : []));
      assert.deepEqual([exitCode, stdout], [51, '']);
      assert.match(stderr, /cut\.docx: The file was cut off/);
    }
    assert.deepEqual(readdirSync(path()).toSorted(), ['cut.docx', 'home', 'long.docx']);
  });

  it('says what a document is that needs another program, and what to do', () => {
    writeFileSync(path('page.docx'), '<!DOCTYPE html><title>Sign in</title>');
    writeFileSync(path('message.rpmsg'), Uint8Array.of(0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86));
    for (const [name, text] of [
      ['page.docx', /looks like a web page[^]*next: +Give it the name of what it is/],
      ['message.rpmsg', /rights-managed mail[^]*next: +Open the mail in Outlook/],
    ] as const) {
      const { exitCode, stderr } = run('protect', name);
      assert.equal(exitCode, 50);
      assert.match(stderr, text);
    }
    assert.equal(run('protect', 'page.docx', '--pfile').exitCode, 0);
  });
});
