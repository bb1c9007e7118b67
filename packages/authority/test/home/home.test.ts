import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openAuthority, type AuthorityOptions } from '@rightsmith/authority';
import { silentLogger, type Logger } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** All files of a folder with their permission bits. */
function filesOf(folder: string): Record<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(names.map((name) => [name, statSync(join(folder, name)).mode & 0o777]));
}

function keyFile(home: string): string {
  const [name] = readdirSync(join(home, 'keys'));
  return join(home, 'keys', name!);
}

/** A logger that keeps its warnings. */
function listening(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = [];
  return { logger: { ...silentLogger, warn: (message) => warnings.push(message) }, warnings };
}

describe('home', () => {
  const path = useTemporaryFolder();
  const open = (options: AuthorityOptions = {}): ReturnType<typeof openAuthority> =>
    openAuthority({ home: path('home'), ...options });

  it('is made on first use: a key, a tenant id, an empty directory, for its user only', async () => {
    const facts = await (await open({ clock: { now: () => Date.UTC(2024, 4, 6) } })).facts();
    assert.match(facts.tenantId, GUID);
    assert.equal(facts.url, `https://${facts.tenantId}.rms.invalid/_wmcs/licensing`);
    assert.equal(facts.home, resolve(path('home')));
    assert.deepEqual(facts.keyCreated, new Date('2024-05-06T00:00:00Z'));
    assert.equal(statSync(path('home')).mode & 0o777, 0o700);
    const keyName = keyFile(path('home')).slice(path('home').length + 1);
    assert.match(keyName, /^keys.[0-9a-f-]{36}\.key$/);
    assert.deepEqual(filesOf(path('home')), {
      'authority.json': 0o600,
      'directory.json': 0o600,
      keys: 0o700,
      [keyName]: 0o600,
      templates: 0o700,
    });
    const key = createPrivateKey({ key: readFileSync(keyFile(path('home'))), format: 'der', type: 'pkcs8' });
    assert.equal(key.asymmetricKeyDetails?.modulusLength, 2048);
  });

  it('is the same at every later use', async () => {
    const facts = await (await open()).facts();
    assert.deepEqual(await (await open()).facts(), facts);
  });

  it('keeps a directory that was there before', async () => {
    mkdirSync(path('home'));
    writeFileSync(path('home/directory.json'), JSON.stringify({ schema: 1, superUsers: ['root@example.com'] }));
    const authority = await open();
    assert.equal(await authority.directory.isSuperUser('root@example.com'), true);
  });

  it('has one tenant and one key when eight processes start at once', async () => {
    const processes = Array.from({ length: 8 }, () => forkAuthority());
    await Promise.all(processes.map(messageOf));
    for (const child of processes) child.send(path('home'));
    const found = (await Promise.all(processes.map(messageOf))).map((facts) => JSON.stringify(facts));
    assert.equal(new Set(found).size, 1);
    assert.equal(JSON.stringify(await (await open()).facts()), found[0]);
    assert.equal(readdirSync(path('home/keys')).length, 1);
    assert.deepEqual(readdirSync(path('home')).sort(), ['authority.json', 'directory.json', 'keys', 'templates']);
  });

  it('is made by one of many calls in one process too', async () => {
    const authorities = await Promise.all([open(), open(), open()]);
    const facts = await Promise.all(authorities.map((authority) => authority.facts()));
    assert.equal(new Set(facts.map(({ modulusSha256 }) => modulusSha256)).size, 1);
    assert.equal(readdirSync(path('home/keys')).length, 1);
  });

  it('is made anew over what a killed first use left', async () => {
    mkdirSync(path('home/keys'), { recursive: true });
    writeFileSync(path('home/keys/7e748e8b-b29b-4646-a13e-cc1c9b3444df.key'), 'cut');
    assert.match((await (await open()).facts()).tenantId, GUID);
  });

  it('cannot be made where there is a file', async () => {
    writeFileSync(path('home'), '');
    await assert.rejects(open(), { code: 'CannotWrite', where: { file: path('home') } });
  });

  it('takes another URL from authority.json', async () => {
    await open();
    const file = JSON.parse(readFileSync(path('home/authority.json'), 'utf8')) as object;
    const url = 'https://rms.example.com/_wmcs/licensing';
    writeFileSync(path('home/authority.json'), JSON.stringify({ ...file, url }));
    assert.equal((await (await open()).facts()).url, url);
  });

  describe('when it is damaged', () => {
    const damages: readonly [what: string, code: string, file: string, damage: (home: string) => void][] = [
      ['authority.json is missing from a home in use', 'CannotRead', 'authority.json', loseAuthority],
      ['authority.json is empty', 'CorruptFile', 'authority.json', overwrite('authority.json', '')],
      ['authority.json is cut', 'CorruptFile', 'authority.json', overwrite('authority.json', '{"schema":1,')],
      ['authority.json is a list', 'CorruptFile', 'authority.json', overwrite('authority.json', '[]')],
      ['authority.json is of a later schema', 'CorruptFile', 'authority.json', change({ schema: 2 })],
      ['the tenant id is no GUID', 'CorruptFile', 'authority.json', change({ tenantId: '../../etc' })],
      ['a key id is a path', 'CorruptFile', 'authority.json', change({ keys: [{ id: '../x', created: '' }] })],
      ['there is no key in the list', 'CorruptFile', 'authority.json', change({ keys: [] })],
      ['the URL leads elsewhere', 'CorruptFile', 'authority.json', change({ url: 'https://example.com/' })],
      [
        'the key is missing',
        'CannotRead',
        'key',
        (home) => {
          rmSync(keyFile(home));
        },
      ],
      ['the key is empty', 'CorruptFile', 'key', overwriteKey(() => '')],
      ['the key is text', 'CorruptFile', 'key', overwriteKey(() => 'not a key')],
      ['the key is cut', 'CorruptFile', 'key', overwriteKey((bytes) => bytes.subarray(0, 600))],
      ['the key is short', 'CorruptFile', 'key', overwriteKey(() => rsaKey(1024))],
      ['the key is not RSA', 'CorruptFile', 'key', overwriteKey(ecKey)],
    ];
    for (const [what, code, file, damage] of damages) {
      it(`says so and names the file: ${what}`, async () => {
        await open();
        const expected = file === 'key' ? keyFile(path('home')) : path(`home/${file}`);
        damage(path('home'));
        await assert.rejects(open(), (error: { code?: string; where?: { file?: string }; hint?: string }) => {
          assert.equal(error.code, code);
          assert.equal(error.where?.file, expected);
          assert.ok(error.hint);
          return true;
        });
      });
    }
  });

  describe('under a passphrase', () => {
    const passphrase = 'correct horse';

    it('opens with it and with no other, and holds no bare key', async () => {
      const facts = await (await open({ passphrase })).facts();
      assert.deepEqual(await (await open({ passphrase })).facts(), facts);
      await assert.rejects(open(), { code: 'SignInNeeded' });
      await assert.rejects(open({ passphrase: 'wrong' }), { code: 'SignInNeeded' });
      assert.equal(readFileSync(keyFile(path('home')))[0], '{'.charCodeAt(0));
    });

    it('cannot be made with an empty one', async () => {
      await assert.rejects(open({ passphrase: '' }), { code: 'UsageError' });
      assert.equal(existsSync(path('home')), false);
    });

    it('warns when the key is stored without one', async () => {
      await open();
      const { logger, warnings } = listening();
      await open({ passphrase, logger });
      assert.equal(warnings.length, 1);
      assert.doesNotMatch(warnings[0]!, /horse/);
    });
  });

  if (process.platform !== 'win32') {
    it('warns when others can read the key', async () => {
      const { logger, warnings } = listening();
      await open({ logger });
      await open({ logger });
      assert.deepEqual(warnings, []);
      chmodSync(keyFile(path('home')), 0o640);
      await open({ logger });
      assert.equal(warnings.length, 1);
    });
  }
});

function forkAuthority(): ChildProcess {
  // Without the options of this process: they are for reading TypeScript.
  return fork(join(import.meta.dirname, '../authority-process.js'), { execArgv: [] });
}

/** The next thing a process sends. @throws when it ends instead */
async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process ended with ${String(code)}.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
  return message;
}

function loseAuthority(home: string): void {
  rmSync(join(home, 'authority.json'));
  writeFileSync(join(home, 'record.ndjson'), '');
}

function overwrite(name: string, content: string): (home: string) => void {
  return (home) => {
    writeFileSync(join(home, name), content);
  };
}

function change(members: object): (home: string) => void {
  return (home) => {
    const file = JSON.parse(readFileSync(join(home, 'authority.json'), 'utf8')) as object;
    writeFileSync(join(home, 'authority.json'), JSON.stringify({ ...file, ...members }));
  };
}

function overwriteKey(content: (before: Uint8Array) => Uint8Array | string): (home: string) => void {
  return (home) => {
    writeFileSync(keyFile(home), content(readFileSync(keyFile(home))));
  };
}

function rsaKey(bits: number): Uint8Array {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'der' });
}

function ecKey(): Uint8Array {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' });
}
