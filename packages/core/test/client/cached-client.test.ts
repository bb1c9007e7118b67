import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AccessDenied,
  RightsmithError,
  cachedClient,
  fileLicenseStore,
  memoryLicenseStore,
  openVault,
  parseUseLicenseJson,
  silentLogger,
  type ClientContext,
  type LicenseStore,
  type RmsClient,
} from '@rightsmith/core';

const START = Date.parse('2031-05-06T07:08:00Z');
const DAY = 24 * 3_600_000;
const KEY = Buffer.alloc(32, 7).toString('base64');
const LICENSE = new TextEncoder().encode('a publishing licence');

/** A service whose answer and time the test sets. */
class Service {
  asked = 0;
  now = START;
  offline = false;
  answer: object = {};
  denies = false;
  readonly warnings: string[] = [];

  readonly client: RmsClient = {
    info: { id: 'fake', can: { custom: true, reuseKey: false, offline: false, tracking: false } },
    templates: () => Promise.resolve([]),
    publish: () => assert.fail('nothing is published'),
    acquire: () => {
      this.asked += 1;
      if (this.denies) return Promise.reject(new AccessDenied('No.'));
      return Promise.resolve(parseUseLicenseJson(JSON.stringify(this.answer)));
    },
    close: () => Promise.resolve(),
  };

  context(): ClientContext {
    return {
      signal: new AbortController().signal,
      logger: { ...silentLogger, warn: (message) => void this.warnings.push(message) },
      clock: { now: () => this.now },
      offline: this.offline,
      interactive: false,
      languages: [],
    };
  }

  grant(others: object = {}): void {
    this.answer = {
      AccessStatus: 'AccessGranted',
      Owner: 'alice@example.com',
      IssuedTo: 'bob@example.com',
      ContentId: '11111111-2222-3333-4444-555555555555',
      Rights: ['VIEW'],
      Key: { Algorithm: 'AES', CipherMode: 'MICROSOFT.CBC4K', Value: KEY },
      LicenseValidUntil: new Date(START + 10 * DAY).toISOString(),
      ...others,
    };
  }
}

async function codeOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await work;
  } catch (error) {
    assert.ok(RightsmithError.is(error), String(error));
    return error;
  }
  return assert.fail('It did not fail.');
}

const STORES: Readonly<Record<string, (folder: string) => Promise<LicenseStore>>> = {
  memory: () => Promise.resolve(memoryLicenseStore()),
  files: async (folder) => fileLicenseStore(join(folder, 'licenses'), await openVault(join(folder, 'vault.key'))),
};

for (const [kind, makeStore] of Object.entries(STORES)) {
  describe(`a client that keeps use licences in ${kind}`, () => {
    let folder: string;
    let store: LicenseStore;
    let service: Service;
    const clientOf = (identity = 'bob@example.com'): RmsClient => cachedClient(service.client, { identity, store });
    const acquire = async (identity?: string): Promise<readonly string[]> =>
      (await clientOf(identity).acquire(LICENSE, service.context())).rights;
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rightsmith-kept-'));
      store = await makeStore(folder);
      service = new Service();
      service.grant();
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('asks once while the licence counts, and each receiver has a key of his own', async () => {
      const first = await clientOf().acquire(LICENSE, service.context());
      await first.cipher.close();
      service.now += 9 * DAY;
      const second = await clientOf().acquire(LICENSE, service.context());
      assert.equal(service.asked, 1);
      assert.equal((await second.cipher.encrypt(0, new Uint8Array(16), true)).length, 32);
      service.now += 1 * DAY;
      await acquire();
      assert.equal(service.asked, 2);
    });

    it('answers offline, or says until when it could have', async () => {
      service.offline = true;
      assert.match((await codeOf(acquire())).message, /no use licence is kept/);
      service.offline = false;
      await acquire();
      service.offline = true;
      assert.deepEqual(await acquire(), ['VIEW']);
      service.now = START + 10 * DAY;
      const error = await codeOf(acquire());
      assert.equal(error.code, 'NetworkError');
      assert.match(error.message, /2031-05-16T07:08:00\.000Z/);
      await store.sweep(service.now);
      assert.equal((await codeOf(acquire())).message, error.message);
      assert.equal(service.asked, 1);
    });

    it('gives nothing to another identity, whatever its letter case', async () => {
      await acquire('Bob@Example.com');
      await acquire('bob@example.com');
      assert.equal(service.asked, 1);
      await acquire('carol@example.com');
      assert.equal(service.asked, 2);
    });

    const unkept: Readonly<Record<string, object>> = {
      'offline use is forbidden': { allowOfflineAccess: false },
      'the interval is 0': { Policy: { UserRights: [], IntervalTimeInDays: 0 } },
      'NOLICCACHE stands in the data': { EncryptedApplicationData: { NOLICCACHE: '1' } },
      'it is over already': { LicenseValidUntil: new Date(START).toISOString() },
      'the content is over already': { ContentValidUntil: new Date(START).toISOString() },
    };
    for (const [what, answer] of Object.entries(unkept)) {
      it(`keeps nothing where ${what}`, async () => {
        service.grant(answer);
        await acquire();
        await acquire();
        assert.equal(service.asked, 2);
      });
    }

    it('ends with the content, except for its owner, and with the interval', async () => {
      service.grant({ ContentValidUntil: new Date(START + DAY).toISOString() });
      await acquire();
      service.now = START + DAY;
      service.offline = true;
      assert.equal((await codeOf(acquire())).code, 'NetworkError');
      service.offline = false;
      service.now = START;
      service.grant({
        IssuedTo: 'alice@example.com',
        ContentValidUntil: new Date(START + DAY).toISOString(),
        Policy: { UserRights: [], IntervalTimeInDays: 3 },
      });
      await acquire('alice@example.com');
      service.now = START + 2 * DAY;
      service.offline = true;
      assert.ok((await acquire('alice@example.com')).includes('OWNER'));
      service.now = START + 3 * DAY;
      assert.equal((await codeOf(acquire('alice@example.com'))).code, 'NetworkError');
    });

    it('counts for 30 days where the service does not say how long', async () => {
      service.grant({ LicenseValidUntil: null });
      await acquire();
      service.now = START + 30 * DAY - 1;
      await acquire();
      assert.equal(service.asked, 1);
      service.now += 1;
      await acquire();
      assert.equal(service.asked, 2);
    });

    it('notices that the clock was set back', async () => {
      await acquire();
      service.now = START + 5 * DAY;
      await acquire();
      service.now = START + DAY;
      service.offline = true;
      assert.match((await codeOf(acquire())).message, /clock was set back/);
      assert.equal(service.warnings.length, 1);
      service.offline = false;
      await acquire();
      assert.equal(service.asked, 2);
    });

    it('keeps no refusal, and forgets what was granted before', async () => {
      await acquire();
      service.now = START + 10 * DAY;
      service.denies = true;
      assert.equal((await codeOf(acquire())).code, 'AccessDenied');
      service.now = START;
      service.offline = true;
      assert.match((await codeOf(acquire())).message, /no use licence is kept/);
    });

    it('is swept', async () => {
      await store.put('a-1', { text: 'x', since: START, until: START + DAY });
      await store.put('b-2', { text: 'y', since: START, until: START + 2 * DAY });
      await store.sweep(START + DAY);
      assert.deepEqual(await store.get('a-1'), { since: START, until: START + DAY });
      assert.equal((await store.get('b-2'))?.text, 'y');
      await store.sweep(START + 200 * DAY);
      assert.deepEqual([await store.get('a-1'), await store.get('b-2')], [undefined, undefined]);
    });
  });
}

describe('a client that keeps use licences', () => {
  it('says that it answers offline, and does what else the other does', async () => {
    const service = new Service();
    const client = cachedClient(service.client, { identity: 'bob@example.com' });
    assert.deepEqual(client.info, {
      id: 'fake',
      can: { custom: true, reuseKey: false, offline: true, tracking: false },
    });
    assert.deepEqual(await client.templates(service.context()), []);
    assert.ok(!('register' in client));
    await client.close();
  });

  it('stores files that tell nothing, and takes damaged or foreign ones for none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rightsmith-kept-'));
    try {
      const vault = await openVault(join(folder, 'vault.key'));
      const store = fileLicenseStore(join(folder, 'licenses'), vault);
      const service = new Service();
      service.grant();
      const client = cachedClient(service.client, { identity: 'bob@example.com', store });
      await client.acquire(LICENSE, service.context());
      const names = readdirSync(join(folder, 'licenses')).filter((name) => name.endsWith('.license'));
      assert.equal(names.length, 1);
      const file = join(folder, 'licenses', names[0]!);
      const bytes = readFileSync(file);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      for (const word of ['bob', 'alice', KEY, 'VIEW']) assert.ok(!bytes.includes(word), word);
      for (let at = 0; at < bytes.length; at += 37) {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ 1;
        writeFileSync(file, changed);
        assert.equal(await store.get(names[0]!.replace('.license', '')), undefined);
      }
      writeFileSync(join(folder, 'licenses', 'x.license'), bytes);
      assert.equal(await store.get('x'), undefined, 'a licence under the name of another');
      await client.acquire(LICENSE, service.context());
      assert.equal(service.asked, 2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('goes on when its store fails', async () => {
    const service = new Service();
    service.grant();
    const fail = (): Promise<never> => Promise.reject(new Error('disk full'));
    const store = { get: fail, put: fail, remove: fail, sweep: fail, latestTime: fail, noteTime: fail };
    const client = cachedClient(service.client, { identity: 'bob@example.com', store });
    assert.deepEqual((await client.acquire(LICENSE, service.context())).rights, ['VIEW']);
    assert.ok(service.warnings.length > 0);
  });
});
