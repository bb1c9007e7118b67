import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault, RightsmithError } from '@rightsmith/core';

const SECRET = new TextEncoder().encode('a refresh token');
const withCode =
  (code: string) =>
  (error: unknown): boolean =>
    RightsmithError.is(error) && error.code === code;

describe('a vault', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rightsmith-vault-'));
    path = join(folder, 'deeper', 'vault.key');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens what it sealed, later too, and only under the same context', async () => {
    const vault = await openVault(path);
    const sealed = vault.seal(SECRET, 'tokens');
    assert.ok(!Buffer.from(sealed).includes(Buffer.from(SECRET)));
    assert.notDeepEqual(vault.seal(SECRET, 'tokens'), sealed);
    const later = await openVault(path);
    assert.deepEqual(later.open(sealed, 'tokens'), SECRET);
    assert.throws(() => later.open(sealed, 'licences'), withCode('CorruptFile'));
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, 'deeper')).mode & 0o777, 0o700);
  });

  it('opens nothing that was changed or cut', async () => {
    const vault = await openVault(path);
    const sealed = vault.seal(SECRET, 'x');
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = sealed.slice();
      flipped[at] = flipped[at]! ^ 1;
      assert.throws(() => vault.open(flipped, 'x'), withCode('CorruptFile'));
      assert.throws(() => vault.open(sealed.subarray(0, at), 'x'), withCode('CorruptFile'));
    }
  });

  it('needs the passphrase it was locked with', async () => {
    const sealed = (await openVault(path, { passphrase: 'one' })).seal(SECRET, 'x');
    await assert.rejects(openVault(path), withCode('SignInNeeded'));
    await assert.rejects(openVault(path, { passphrase: 'two' }), withCode('SignInNeeded'));
    assert.deepEqual((await openVault(path, { passphrase: 'one' })).open(sealed, 'x'), SECRET);
  });

  it('is locked from the first time a passphrase is given', async () => {
    const sealed = (await openVault(path)).seal(SECRET, 'x');
    await openVault(path, { passphrase: 'one' });
    await assert.rejects(openVault(path), withCode('SignInNeeded'));
    assert.deepEqual((await openVault(path, { passphrase: 'one' })).open(sealed, 'x'), SECRET);
  });

  it('has one key when many come first', async () => {
    const vaults = await Promise.all(Array.from({ length: 8 }, () => openVault(path)));
    const sealed = vaults[0]!.seal(SECRET, 'x');
    for (const vault of vaults) assert.deepEqual(vault.open(sealed, 'x'), SECRET);
  });

  it('refuses a damaged key file, and one that asks for absurd work', async () => {
    await openVault(path, { passphrase: 'one' });
    const good = readFileSync(path);
    const greedy = Buffer.from(good);
    greedy[8 + 16] = 40;
    for (const bad of [Buffer.alloc(0), good.subarray(0, 30), Buffer.from('RSV1-keyshort'), greedy]) {
      writeFileSync(path, bad);
      await assert.rejects(openVault(path, { passphrase: 'one' }), withCode('CorruptFile'));
    }
  });
});
