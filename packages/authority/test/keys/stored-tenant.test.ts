import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importAuthority, openAuthority, type Authority, type AuthorityOptions } from '@rightsmith/authority';
import { readPublishingLicense, silentLogger } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

const ALICE = 'alice@example.com';

async function publish(authority: Authority): Promise<Uint8Array> {
  const request = { policy: policyFor({ anyone: ['VIEW'] }), labels: [], deprecatedAlgorithms: false };
  return (await authority.clientFor(ALICE).publish(request, callContext())).license;
}

async function rightsIn(authority: Authority, license: Uint8Array): Promise<readonly string[]> {
  return (await authority.clientFor('bob@example.com').acquire(license, callContext())).rights;
}

describe('the tenant of a home', () => {
  const path = useTemporaryFolder();
  const open = (options: AuthorityOptions = {}): Promise<Authority> =>
    openAuthority({ home: path('home'), logger: silentLogger, ...options });
  const keyFiles = (): Buffer[] =>
    readdirSync(path('home/keys')).map((name) => readFileSync(join(path('home/keys'), name)));
  const lockedFiles = (): boolean[] => keyFiles().map(([first]) => first === '{'.charCodeAt(0));

  describe('with another key', () => {
    it('signs with the new one and opens what was sealed to the old one', async () => {
      const authority = await open();
      const before = await authority.facts();
      const license = await publish(authority);
      await authority.tenant.rotateKey();
      const after = await authority.facts();
      assert.notEqual(after.modulusSha256, before.modulusSha256);
      assert.deepEqual(
        after.oldKeys.map(({ modulusSha256 }) => modulusSha256),
        [before.modulusSha256],
      );
      assert.equal(readPublishingLicense(await publish(authority)).issuer.key.fingerprint, after.modulusSha256);
      assert.deepEqual(await rightsIn(authority, license), ['VIEW']);
      assert.deepEqual(await rightsIn(await open(), license), ['VIEW']);
    });

    it('is seen at once by who has the home open', async () => {
      const [authority, other] = [await open(), await open()];
      await authority.tenant.rotateKey();
      assert.deepEqual(await rightsIn(other, await publish(authority)), ['VIEW']);
      assert.deepEqual(await other.facts(), await authority.facts());
    });

    it('loses no key when it gets several at once', async () => {
      const authorities = [await open(), await open()];
      await Promise.all([...authorities, ...authorities].map((authority) => authority.tenant.rotateKey()));
      assert.equal((await (await open()).facts()).oldKeys.length, 4);
    });
  });

  describe('under a passphrase', () => {
    it('gets one, another one, and none again, and keeps its keys', async () => {
      const authority = await open();
      await authority.tenant.rotateKey();
      const license = await publish(authority);
      const opensWith = async (passphrase?: string): Promise<boolean[]> => {
        const again = await open(passphrase === undefined ? {} : { passphrase });
        assert.deepEqual(await rightsIn(again, license), ['VIEW']);
        return lockedFiles();
      };
      await authority.tenant.setPassphrase('first');
      assert.deepEqual(await opensWith('first'), [true, true]);
      await assert.rejects(open(), { code: 'SignInNeeded' });
      await authority.tenant.setPassphrase('second');
      assert.deepEqual(await opensWith('second'), [true, true]);
      await assert.rejects(open({ passphrase: 'first' }), { code: 'SignInNeeded' });
      assert.equal((await authority.facts()).locked, true);
      await authority.tenant.setPassphrase(undefined);
      assert.deepEqual(await opensWith(), [false, false]);
      assert.equal((await authority.facts()).locked, false);
    });

    it('locks new keys with the same', async () => {
      await (await open({ passphrase: 'first' })).tenant.rotateKey();
      assert.deepEqual(lockedFiles(), [true, true]);
      assert.equal((await (await open({ passphrase: 'first' })).facts()).oldKeys.length, 1);
    });

    it('locks no new key while the others are not locked', async () => {
      await open();
      await (await open({ passphrase: 'first' })).tenant.rotateKey();
      assert.deepEqual(lockedFiles(), [false, false]);
    });

    it('takes no empty one', async () => {
      const authority = await open();
      await assert.rejects(authority.tenant.setPassphrase(''), { code: 'UsageError' });
      await assert.rejects(authority.tenant.export(''), { code: 'UsageError' });
      assert.deepEqual(lockedFiles(), [false]);
    });

    it('goes on for who has it open, but takes no change under the old one', async () => {
      const [authority, other] = [await open({ passphrase: 'first' }), await open({ passphrase: 'first' })];
      await authority.tenant.setPassphrase('second');
      assert.deepEqual(await rightsIn(other, await publish(other)), ['VIEW']);
      await assert.rejects(other.tenant.rotateKey(), { code: 'SignInNeeded' });
      await assert.rejects(other.tenant.setPassphrase('third'), { code: 'SignInNeeded' });
      assert.ok(await open({ passphrase: 'second' }));
    });

    it('is set where a killed call has left a file, which goes', async () => {
      const authority = await open();
      const [name] = readdirSync(path('home/keys'));
      const otherKey = '760cb90e-0000-4000-8000-00000000000a.key';
      writeFileSync(path(`home/keys/${name!.replace('.key', '.1.key')}`), 'left over');
      writeFileSync(path(`home/keys/${otherKey}`), 'another key');
      await authority.tenant.setPassphrase('first');
      assert.ok(await open({ passphrase: 'first' }));
      assert.deepEqual(readdirSync(path('home/keys')).sort(), [name!.replace('.key', '.2.key'), otherKey].sort());
    });
  });

  describe('where a change of the passphrase was killed before the former keys went', () => {
    /** Puts the bare key back beside the locked one that took its place. */
    const setPassphrase = async (authority: Authority): Promise<string> => {
      const [name] = readdirSync(path('home/keys'));
      const former = path(`home/keys/${name!}`);
      const content = readFileSync(former);
      await authority.tenant.setPassphrase('first');
      writeFileSync(former, content);
      assert.deepEqual(lockedFiles().sort(), [false, true]);
      return former;
    };

    it('leaves no bare key once the home is opened again', async () => {
      await setPassphrase(await open());
      assert.ok(await open({ passphrase: 'first' }));
      assert.deepEqual(lockedFiles(), [true]);
    });

    it('keeps them all while the listed one does not open', async () => {
      await setPassphrase(await open());
      await assert.rejects(open({ passphrase: 'wrong' }), { code: 'SignInNeeded' });
      assert.deepEqual(lockedFiles().sort(), [false, true]);
    });

    it('leaves no bare key after the next new key of who has it open', async () => {
      const authority = await open();
      await setPassphrase(authority);
      await authority.tenant.rotateKey();
      assert.deepEqual(lockedFiles(), [true, true]);
    });

    it('leaves no bare key after the next import of keys', async () => {
      await setPassphrase(await open());
      const other = await openAuthority({ home: path('other') });
      const exported = await other.tenant.export('of the export');
      await importAuthority(exported, 'of the export', { home: path('home'), passphrase: 'first' });
      assert.deepEqual(lockedFiles(), [true, true]);
    });

    it('warns of one that cannot be removed, and opens', async () => {
      const former = await setPassphrase(await open());
      rmSync(former);
      mkdirSync(former);
      const warned: unknown[] = [];
      const logger = { ...silentLogger, warn: (_message: string, facts: unknown) => void warned.push(facts) };
      assert.ok(await open({ passphrase: 'first', logger }));
      assert.deepEqual(warned, [{ file: former }]);
    });
  });

  describe('at a URL', () => {
    const shared = useAuthority();

    for (const [text, url] of [
      ['https://rms.example.com', 'https://rms.example.com/_wmcs/licensing'],
      ['https://rms.example.com/', 'https://rms.example.com/_wmcs/licensing'],
      ['http://localhost:8080', 'http://localhost:8080/_wmcs/licensing'],
      ['https://example.com/rms/_wmcs/licensing', 'https://example.com/rms/_wmcs/licensing'],
    ] as const) {
      it(`names it in new licences: ${text}`, async () => {
        const before = await publish(shared.authority);
        await shared.authority.tenant.setUrl(text);
        assert.equal((await shared.authority.facts()).url, url);
        assert.equal(readPublishingLicense(await publish(shared.authority)).urls.extranet, url);
        assert.deepEqual(await rightsIn(shared.authority, before), ['VIEW']);
      });
    }

    for (const text of [
      '',
      'rms.example.com',
      'ftp://rms.example.com',
      'https://rms.example.com/other',
      'https://rms.example.com/_wmcs/licensing?a=b',
      'https://user:word@rms.example.com',
      'https://rms.example.com/#x',
    ]) {
      it(`does not take ${JSON.stringify(text)} for one`, async () => {
        await assert.rejects(shared.authority.tenant.setUrl(text), { code: 'UsageError' });
      });
    }
  });

  it('keeps what its user has added to authority.json', async () => {
    const authority = await open();
    const file = JSON.parse(readFileSync(path('home/authority.json'), 'utf8')) as object;
    writeFileSync(path('home/authority.json'), JSON.stringify({ ...file, name: 'Ours', note: 'mine' }));
    await authority.tenant.setUrl('https://rms.example.com');
    assert.match(readFileSync(path('home/authority.json'), 'utf8'), /"note": "mine"/);
    assert.equal((await authority.facts()).name, 'Ours');
  });

  it('is told to others without a private key', async () => {
    const authority = await open();
    const exported = await authority.tenant.export();
    const { tenantId, name, modulusSha256 } = await authority.facts();
    assert.deepEqual([exported.tenantId, exported.name], [tenantId, name]);
    const [key] = exported.keys;
    assert.equal(key!.modulusSha256, modulusSha256);
    assert.equal(createPublicKey(key!.publicKey).asymmetricKeyDetails?.modulusLength, 2048);
    assert.doesNotMatch(JSON.stringify(exported), /private/i);
  });
});
