import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { bytesSource, createContentCipher, memorySink } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli } from '../support/run-cli.js';

const TEXT = 'Opened without any authority.\n';
const KEY = new Uint8Array(32).fill(7);

/** What a REST service answers; rest.md §6.2. */
function useLicense(contentId: string, rights: readonly string[]): string {
  return JSON.stringify({
    AccessStatus: 'AccessGranted',
    Owner: 'owner@example.com',
    IssuedTo: 'alice@example.com',
    ContentId: contentId,
    Rights: rights,
    Key: { Algorithm: 'AES', Size: 32, CipherMode: 'MICROSOFT.CBC4K', Value: Buffer.from(KEY).toString('base64') },
  });
}

describe('rightsmith --use-license', () => {
  const path = useTemporaryFolder();
  let contentId = '';

  beforeEach(async () => {
    writeFileSync(path('any.txt'), 'x');
    const { stdout } = runCli(path(), ['protect', 'any.txt', '--json']);
    contentId = (JSON.parse(stdout) as { contentId: string }).contentId;
    runCli(path(), ['inspect', 'any.ptxt', '--license', 'license.xml']);
    rmSync(path('home'), { recursive: true });

    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const sink = memorySink();
    const license = new Uint8Array(readFileSync(path('license.xml')));
    const source = bytesSource(new TextEncoder().encode(TEXT));
    await pfile().wrap(source, { license, cipher, name: 'a.txt', labels: [] }, sink, {});
    await cipher.close();
    writeFileSync(path('a.ptxt'), sink.bytes());
  });

  it('opens and unprotects, and makes no authority', () => {
    writeFileSync(path('use.json'), useLicense(`{${contentId.toUpperCase()}}`, ['VIEW', 'EXPORT']));
    assert.equal(runCli(path(), ['cat', 'a.ptxt', '--use-license', 'use.json']).stdout, TEXT);
    const { exitCode, stderr } = runCli(path(), ['unprotect', 'a.ptxt', '--use-license', 'use.json']);
    assert.equal(exitCode, 0, stderr);
    assert.equal(readFileSync(path('a.txt'), 'utf8'), TEXT);
    assert.ok(!existsSync(path('home')));
  });

  it('gives no more than the licence gives', () => {
    writeFileSync(path('use.json'), useLicense(contentId, ['VIEW']));
    assert.equal(runCli(path(), ['unprotect', 'a.ptxt', '--use-license', 'use.json']).exitCode, 31);
  });

  it('refuses the licence of other content', () => {
    writeFileSync(path('use.json'), useLicense('99999999-9999-9999-9999-999999999999', ['OWNER']));
    const { exitCode, stdout } = runCli(path(), ['cat', 'a.ptxt', '--use-license', 'use.json']);
    assert.deepEqual([exitCode, stdout], [31, '']);
  });

  it('shows nothing of a licence that cannot be read', () => {
    const secret = Buffer.from(KEY).toString('base64');
    writeFileSync(path('use.json'), `${useLicense(contentId, ['VIEW'])} ${secret}`);
    const { exitCode, stderr } = runCli(path(), ['cat', 'a.ptxt', '--use-license', 'use.json', '--verbose']);
    assert.equal(exitCode, 51);
    assert.ok(!stderr.includes(secret.slice(0, 10)));
  });
});
