import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  importAuthority,
  openAuthority,
  parseAuthorityExport,
  type Authority,
  type AuthorityExport,
} from '@rightsmith/authority';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { callContext, policyFor, useAuthority } from './use-authority.js';

const PASSPHRASE = 'of the export';

async function publish(authority: Authority): Promise<Uint8Array> {
  const request = { policy: policyFor({ anyone: ['VIEW'] }), labels: [], deprecatedAlgorithms: false };
  return (await authority.clientFor('alice@example.com').publish(request, callContext())).license;
}

async function canOpen(authority: Authority, license: Uint8Array): Promise<boolean> {
  const client = authority.clientFor('bob@example.com');
  return client.acquire(license, callContext()).then(
    () => true,
    () => false,
  );
}

describe('importAuthority', () => {
  const path = useTemporaryFolder();
  const open = (home: string, passphrase?: string): Promise<Authority> =>
    openAuthority({ home: path(home), ...(passphrase !== undefined && { passphrase }) });

  const source = useAuthority();
  /** The export of an authority with an old key, as it is read from a file. */
  let exported: AuthorityExport;
  let early: Uint8Array;
  before(async () => {
    const { tenant } = source.authority;
    early = await publish(source.authority);
    await tenant.setUrl('https://rms.example.com');
    await tenant.rotateKey();
    exported = parseAuthorityExport(JSON.stringify(await tenant.export(PASSPHRASE)));
  });

  it('makes the same authority where there is none', async () => {
    const done = await importAuthority(exported, PASSPHRASE, { home: path('two') });
    assert.deepEqual(done, { created: true, added: exported.keys.map(({ id }) => id) });
    const moved = await open('two');
    assert.deepEqual({ ...(await moved.facts()), home: '' }, { ...(await source.authority.facts()), home: '' });
    assert.equal(await canOpen(moved, early), true);
    assert.equal(await canOpen(source.authority, await publish(moved)), true);
  });

  it('locks the keys of the home it makes with the passphrase of that home', async () => {
    await importAuthority(exported, PASSPHRASE, { home: path('two'), passphrase: 'of the home' });
    for (const name of readdirSync(path('two/keys')))
      assert.match(readFileSync(join(path('two/keys'), name), 'utf8'), /^\{/);
    assert.equal((await (await open('two', 'of the home')).facts()).locked, true);
    await assert.rejects(open('two', PASSPHRASE), { code: 'SignInNeeded' });
  });

  it('adds keys to a home, which open and do not sign', async () => {
    const license = await publish(source.authority);
    const own = await open('two');
    const before = await own.facts();
    assert.equal(await canOpen(own, license), false);
    const done = await importAuthority(exported, PASSPHRASE, { home: path('two') });
    assert.deepEqual(done, { created: false, added: exported.keys.map(({ id }) => id) });
    assert.equal(await canOpen(own, license), true);
    assert.deepEqual({ ...(await own.facts()), oldKeys: [] }, before);
    assert.equal(await canOpen(source.authority, await publish(own)), false);
  });

  it('adds keys under the passphrase of the home', async () => {
    await open('two', 'of the home');
    await assert.rejects(importAuthority(exported, PASSPHRASE, { home: path('two') }), { code: 'SignInNeeded' });
    await importAuthority(exported, PASSPHRASE, { home: path('two'), passphrase: 'of the home' });
    for (const name of readdirSync(path('two/keys')))
      assert.match(readFileSync(join(path('two/keys'), name), 'utf8'), /^\{/);
  });

  it('passes over keys that are there', async () => {
    const before = await source.authority.facts();
    const done = await importAuthority(exported, PASSPHRASE, { home: source.home });
    assert.deepEqual(done, { created: false, added: [] });
    assert.deepEqual(await source.authority.facts(), before);
  });

  it('makes one home when two come at once', async () => {
    const options = { home: path('two') };
    const done = await Promise.all([1, 2, 3].map(() => importAuthority(exported, PASSPHRASE, options)));
    assert.equal(done.filter(({ created }) => created).length, 1);
    assert.equal((await (await open('two')).facts()).oldKeys.length, 1);
    assert.equal(readdirSync(path('two/keys')).length, 2);
  });

  describe('refuses, and makes no home for,', () => {
    const refuses = async (change: (exported: AuthorityExport) => object, code: string): Promise<void> => {
      const changed = JSON.stringify(change(exported));
      await assert.rejects(
        async () => importAuthority(parseAuthorityExport(changed), PASSPHRASE, { home: path('two') }),
        { code },
      );
      assert.throws(() => readdirSync(path('two')), { code: 'ENOENT' });
    };
    const cases: readonly [what: string, code: string, change: (exported: AuthorityExport) => object][] = [
      ['an export without private keys', 'UsageError', withKeys((key) => ({ ...key, privateKey: undefined }))],
      [
        'a private key that is not the public one’s',
        'CorruptFile',
        withKeys((key) => ({ ...key, modulusSha256: '0'.repeat(64) })),
      ],
      ['an unknown kind', 'CorruptFile', (exported) => ({ ...exported, kind: 'other' })],
      ['a later schema', 'CorruptFile', (exported) => ({ ...exported, schema: 2 })],
      ['no keys', 'CorruptFile', (exported) => ({ ...exported, keys: [] })],
      [
        'more keys than anybody has',
        'CorruptFile',
        (exported) => ({ ...exported, keys: Array(101).fill(exported.keys[0]) }),
      ],
      ['a key id that is a path', 'CorruptFile', withKeys((key) => ({ ...key, id: '../../outside' }))],
    ];
    for (const [what, code, change] of cases) it(what, () => refuses(change, code));

    it('a wrong passphrase', async () => {
      await assert.rejects(importAuthority(exported, 'wrong', { home: path('two') }), { code: 'SignInNeeded' });
      assert.throws(() => readdirSync(path('two')), { code: 'ENOENT' });
    });
  });

  it('overwrites no key of a home that has another one of the same id', async () => {
    const own = await open('two');
    const id = readdirSync(path('two/keys'))[0]!.replace('.key', '');
    const before = await own.facts();
    const [key] = exported.keys;
    await assert.rejects(importAuthority({ ...exported, keys: [{ ...key!, id }] }, PASSPHRASE, { home: path('two') }), {
      code: 'OutputExists',
    });
    assert.deepEqual(await (await open('two')).facts(), before);
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => parseAuthorityExport('{'), { code: 'CorruptFile' });
  });
});

function withKeys(change: (key: AuthorityExport['keys'][number]) => object): (exported: AuthorityExport) => object {
  return (exported) => ({ ...exported, keys: exported.keys.map(change) });
}
