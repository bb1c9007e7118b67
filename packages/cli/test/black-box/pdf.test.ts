import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildPdf, ONE_PAGE } from '../../../format-pdf/test/support/build-pdf.js';
import { assertSameObjects } from '../../../format-pdf/test/support/objects.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

const PLAIN = buildPdf({ objects: [...ONE_PAGE, '<</Title(Contract)>>'], trailer: `/Info ${ONE_PAGE.length + 1} 0 R` });
const SIGNED = buildPdf({
  objects: ['<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[]>>>>', ...ONE_PAGE.slice(1)],
});

describe('rightsmith with PDF files', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), ['--as', 'alice@example.com', ...args]);
  const json = (...args: string[]): Record<string, unknown> =>
    JSON.parse(run('--json', ...args).stdout) as Record<string, unknown>;
  beforeEach(() => {
    writeFileSync(path('contract.pdf'), PLAIN);
    writeFileSync(path('signed.pdf'), SIGNED);
  });

  it('protects a file in the form its readers know, and brings it back', async () => {
    assert.equal(run('protect', 'contract.pdf', '--role', 'bob@example.com:viewer').exitCode, 0);
    assert.equal(run('status', 'contract-protected.pdf').exitCode, 0);
    assert.equal(run('verify', 'contract-protected.pdf').exitCode, 0);
    const { format, container } = json('inspect', 'contract-protected.pdf');
    assert.deepEqual(format, { id: 'pdf', version: '2', reason: 'PDF, Microsoft IRM v2' });
    assert.equal((container as Record<string, unknown>)['wrapper'], 'version-2');
    assert.equal(run('unprotect', 'contract-protected.pdf', '-o', 'back.pdf').exitCode, 0);
    await assertSameObjects(readFileSync(path('back.pdf')), PLAIN);
    // Of a file that is encrypted throughout, being lenient changes nothing.
    const { stdoutBytes } = run('cat', 'contract-protected.pdf', '--lenient', '--as', 'bob@example.com');
    assert.deepEqual(stdoutBytes, new Uint8Array(readFileSync(path('back.pdf'))));
  });

  it('refuses a signed file before anything is made, and says how to insist', () => {
    const { exitCode, stderr } = run('protect', 'signed.pdf');
    assert.equal(exitCode, 50);
    assert.match(stderr, /digitally signed[^]*next: +[^\n]*--allow-signed/);
    assert.ok(!readdirSync(path()).includes('signed-protected.pdf'));
    const { warnings } = json('protect', 'signed.pdf', '--allow-signed');
    assert.deepEqual(
      (warnings as { code: string }[]).map(({ code }) => code),
      ['signature-lost'],
    );
    // Its signature is gone already, so a new key needs no insisting.
    assert.equal(run('republish', 'signed-protected.pdf', '--rekey', '-o', 'again.pdf').exitCode, 0);
  });

  it('sends readers who cannot open it where it is told', () => {
    assert.equal(run('protect', 'contract.pdf', '--help-url', 'https://example.com/(help)').exitCode, 0);
    const text = readFileSync(path('contract-protected.pdf'), 'latin1');
    assert.ok(text.includes('/URI(https://example.com/\\(help\\))'));
    const { exitCode, stderr } = run('protect', 'contract.pdf', '--help-url', 'help.html', '-o', 'x.pdf');
    assert.equal(exitCode, 2, stderr);
  });

  it('says once that a cross-reference was damaged', () => {
    const text = Buffer.from(PLAIN)
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n7');
    writeFileSync(path('contract.pdf'), Buffer.from(text, 'latin1'));
    const { warnings } = json('protect', 'contract.pdf');
    assert.deepEqual(
      (warnings as { code: string }[]).map(({ code }) => code),
      ['cross-reference-rebuilt'],
    );
  });
});
