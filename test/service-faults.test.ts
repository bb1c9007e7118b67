import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { openAuthority } from '@rightsmith/authority';
import { homeStore, type AuthorityStore } from '@rightsmith/authority/store';
import { openPostgresStore } from '@rightsmith/store-postgres';
import { usePostgres } from './support/postgres.js';
import { PROJECT_FOLDER } from './support/source-imports.js';

/** A service in a process of its own. */
interface Service {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Documents by what the service answered about them. */
interface Answered {
  readonly published: Set<string>;
  readonly granted: Set<string>;
  /** Status codes of refusals; 0: no answer. */
  readonly refused: Set<number>;
}

async function startService(home: string, database?: string): Promise<Service> {
  const bin = join(PROJECT_FOLDER, 'packages/cli/bin/rightsmith.js');
  const child = spawn(process.execPath, [bin, 'serve', '--dev', '--port', '0', '--ndjson', '--home', home], {
    env: { ...process.env, RIGHTSMITH_DATABASE: database ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    assert.ok(url !== undefined, line);
    return { url, process: child };
  }
  throw new Error('The service did not start.');
}

async function stop({ process: child }: Service, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return ended;
}

async function token(url: string, address: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: address });
  const answer = await fetch(`${url}/dev/token`, { method: 'POST', body: form });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function post(url: string, bearer: string, body: object): Promise<Record<string, unknown> | number> {
  try {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const json = (await answer.json()) as Record<string, unknown>;
    return answer.status === 200 ? json : answer.status;
  } catch {
    return 0;
  }
}

/** Publishes and opens new documents, several at a time, until told to stop. */
function load({ url }: Service, tokens: readonly [string, string], answered: Answered): () => Promise<void> {
  const state = { goesOn: true };
  const caller = async (): Promise<void> => {
    while (state.goesOn) {
      const policy = { UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW'] }] };
      const published = await post(`${url}/my/v2/publishinglicenses`, tokens[0], { Policy: policy });
      if (typeof published === 'number') {
        answered.refused.add(published);
        await wait(20);
        continue;
      }
      answered.published.add(plain(published['ContentId']));
      const body = { SerializedPublishingLicense: published['SerializedPublishingLicense'] };
      const opened = await post(`${url}/my/v2/enduserlicenses`, tokens[1], body);
      if (typeof opened === 'number') answered.refused.add(opened);
      else if (opened['AccessStatus'] === 'AccessGranted') answered.granted.add(plain(opened['ContentId']));
    }
  };
  const callers = Promise.all([1, 2, 3, 4].map(caller));
  return async () => {
    state.goesOn = false;
    await callers;
  };
}

const plain = (guid: unknown): string => String(guid).replace(/[{}]/g, '');
const nothing = (): Answered => ({ published: new Set(), granted: new Set(), refused: new Set() });

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    assert.ok(tries < 600, 'it did not come to pass');
    await wait(50);
  }
}

/** Everything that was answered stands in the record. */
async function assertRecorded(store: AuthorityStore, { published, granted }: Answered): Promise<void> {
  const authority = await openAuthority({ store });
  try {
    const recorded: Record<string, Set<string>> = { publish: new Set(), grant: new Set() };
    for await (const { action, contentId } of authority.readRecord()) recorded[action]?.add(contentId);
    assert.deepEqual(
      [...published].filter((id) => !recorded['publish']!.has(id)),
      [],
      'published without a record',
    );
    assert.deepEqual(
      [...granted].filter((id) => !recorded['grant']!.has(id)),
      [],
      'granted without a record',
    );
    assert.deepEqual(
      (await authority.templates.list()).map(({ names }) => names[0]?.name),
      ['Staff'],
    );
  } finally {
    await authority.close();
  }
}

async function addTemplate(store: AuthorityStore): Promise<void> {
  const authority = await openAuthority({ store });
  await authority.templates.add({
    names: [{ lcid: 1033, name: 'Staff', description: '' }],
    grants: [{ users: ['anyone'], rights: ['VIEW'] }],
  });
  await authority.close();
}

async function tokensOf({ url }: Service): Promise<readonly [string, string]> {
  return [await token(url, 'alice@example.com'), await token(url, 'bob@example.com')];
}

describe('a service under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-faults-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const services: Service[] = [];
  const start = async (home: string, database?: string): Promise<Service> => {
    const service = await startService(home, database);
    services.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of services.splice(0)) await stop(service, 'SIGKILL');
  });

  async function killAndGoOn(home: string, open: () => Promise<AuthorityStore>, database?: string): Promise<void> {
    await addTemplate(await open());
    const answered = nothing();
    for (let run = 0; run < 2; run += 1) {
      const service = await start(home, database);
      const end = load(service, await tokensOf(service), answered);
      const before = answered.granted.size;
      await until(() => answered.granted.size > before + 20);
      await stop(service, 'SIGKILL');
      await end();
    }
    await assertRecorded(await open(), answered);
  }

  it('in a home loses nothing that it answered when it is killed, and begins again', async () => {
    const home = join(folder, 'killed');
    await killAndGoOn(home, () => Promise.resolve(homeStore({ home })));
  });

  it('answers what was asked before it ends when it is told to end', async () => {
    const home = join(folder, 'ended');
    await addTemplate(homeStore({ home }));
    const service = await start(home);
    const answered = nothing();
    const end = load(service, await tokensOf(service), answered);
    await until(() => answered.granted.size > 20);
    assert.equal(await stop(service, 'SIGTERM'), 0);
    await end();
    await assertRecorded(homeStore({ home }), answered);
  });

  describe('with PostgreSQL', () => {
    const postgres = usePostgres();
    const open = (): Promise<AuthorityStore> => openPostgresStore({ url: postgres.url });

    it('loses nothing that it answered when it is killed, and begins again', async () => {
      await killAndGoOn(join(folder, 'none'), open, postgres.url);
    });

    it('is one with others on the same database', async () => {
      const [one, other] = [await start(folder, postgres.url), await start(folder, postgres.url)];
      const [alice] = await tokensOf(one);
      const [otherAlice, bob] = await tokensOf(other);
      const policy = { UserRights: [{ Users: ['bob@example.com'], Rights: ['VIEW'] }] };
      const published = await post(`${one.url}/my/v2/publishinglicenses`, alice, { Policy: policy });
      assert.ok(typeof published !== 'number');
      const body = { SerializedPublishingLicense: published['SerializedPublishingLicense'] };
      const status = async (): Promise<unknown> => {
        const opened = await post(`${other.url}/my/v2/enduserlicenses`, bob, body);
        return typeof opened === 'number' ? opened : opened['AccessStatus'];
      };
      assert.equal(await status(), 'AccessGranted');
      await post(`${one.url}/rightsmith/v1/documents/revoke`, alice, body);
      assert.equal(await status(), 'AccessDenied');
      await post(`${other.url}/rightsmith/v1/documents/restore`, otherAlice, body);
      assert.equal(await status(), 'AccessGranted');
    });

    it('refuses cleanly while the database is away, and goes on by itself', async () => {
      const service = await start(folder, postgres.url);
      const answered = nothing();
      const end = load(service, await tokensOf(service), answered);
      await until(() => answered.granted.size > 10);
      await postgres.server.restart();
      const before = answered.granted.size;
      await until(() => answered.granted.size > before + 10);
      await end();
      assert.deepEqual(
        [...answered.refused].filter((status) => status !== 503),
        [],
        'other refusals than 503',
      );
      await assertRecorded(await open(), answered);
    });
  });

  it('in a home on a full disk refuses cleanly, and goes on when there is room', async function () {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const mounted =
      userInfo().uid === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'none', disk]).status === 0;
    if (!mounted) {
      console.log('      skipped: only root can mount a small disk');
      this.skip();
    }
    try {
      const home = join(disk, 'home');
      await addTemplate(homeStore({ home }));
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, 'filling'), Buffer.alloc(bavail * bsize - 16 * 1024));
      const service = await start(home);
      const answered = nothing();
      const end = load(service, await tokensOf(service), answered);
      await until(() => answered.refused.size > 0);
      rmSync(join(disk, 'filling'));
      const before = answered.granted.size;
      await until(() => answered.granted.size > before + 10);
      await end();
      assert.deepEqual([...answered.refused], [503]);
      await assertRecorded(homeStore({ home }), answered);
      await stop(service, 'SIGTERM');
    } finally {
      for (const service of services) await stop(service, 'SIGKILL');
      spawnSync('umount', [disk]);
    }
  });
});
