import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inspected } from '../support/protecting.js';
import { filePass } from '../support/rc4-file-pass.js';
import { workbookWith } from '../support/workbook-with.js';
import { RUN_SOURCES } from '../../../../test/support/run-sources.js';

const CHECK = { salt: new Uint8Array(16), verifier: new Uint8Array(16), verifierHash: new Uint8Array(20) };

describe('a workbook encrypted with RC4', () => {
  it('is told from one with the built-in password, where OpenSSL has RC4', () => {
    const program = join(import.meta.dirname, '../support/verify-rc4.ts');
    const options = ['--openssl-legacy-provider', ...RUN_SOURCES];
    const { stdout, stderr } = spawnSync(process.execPath, [...options, program], { encoding: 'utf8' });
    assert.equal(stderr, '');
    const told = (how: string): unknown => ({
      right: true,
      wrong: false,
      builtIn: `Excel 97–2003 workbook encrypted with the password that is built into Excel, by ${how}`,
      other: `Excel 97–2003 workbook encrypted with a password, by ${how}`,
    });
    assert.deepEqual(JSON.parse(stdout), { rc4: told('RC4'), 'rc4-cryptoapi': told('RC4 by CryptoAPI') });
  });

  for (const scheme of ['rc4', 'rc4-cryptoapi'] as const) {
    it(`leaves the question open where OpenSSL has none, ${scheme}`, async () => {
      const { container, obstacles } = (await inspected(await workbookWith(filePass(scheme, CHECK)))).value;
      assert.deepEqual(container, { kind: 'password', scheme });
      assert.match(obstacles[0]?.message ?? '', /If Excel does not ask for one/);
    });

    it(`needs a password of its own where its description is cut, ${scheme}`, async () => {
      const cut = filePass(scheme, CHECK).slice(0, 40);
      cut[2] = 36;
      const { container } = (await inspected(await workbookWith(cut))).value;
      assert.deepEqual(container, { kind: 'password', scheme, isBuiltInPassword: false });
    });
  }
});
