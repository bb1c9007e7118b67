import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliEnvironment, PROGRAM, runCliMeanwhile } from '../packages/cli/test/support/run-cli.js';
import {
  AUDIENCE,
  PERSON_CLIENT,
  startProvider,
  type TestProvider,
} from '../packages/client-rest/test/support/identity-provider.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built program; `watch` sees standard error as it comes. */
function start(
  folder: string,
  args: readonly string[],
  watch: (text: string) => void = () => undefined,
): [ChildProcess, Promise<Run>] {
  const env = { ...cliEnvironment(folder), ...NO_CREDENTIALS };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env });
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (told.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    told.stderr += chunk.toString();
    watch(told.stderr);
  });
  return [
    child,
    new Promise((resolve) =>
      child.on('close', (exitCode) => {
        resolve({ exitCode, ...told });
      }),
    ),
  ];
}

const NO_CREDENTIALS = { RIGHTSMITH_TOKEN: '', RIGHTSMITH_CLIENT_SECRET: '' };

/** In a thread: this one is the identity provider. */
const run = (folder: string, ...args: string[]): Promise<Run> => runCliMeanwhile(folder, args, NO_CREDENTIALS);

/** For what must not be known from before. */
const runProcess = (folder: string, ...args: string[]): Promise<Run> => start(folder, args)[1];

describe('a service and its users, each in a home of their own', function () {
  this.timeout(300_000);
  const path = useTemporaryFolder();
  let provider: TestProvider;
  let server: ChildProcess;
  let ended: Promise<Run>;
  let url: string;

  const home = (name: string): string => path(name);
  const profileOf = (name: string): object => ({
    client: 'rest',
    as: `${name}@example.com`,
    url,
    issuer: provider.url,
    clientId: PERSON_CLIENT,
    scope: 'openid offline_access',
    keepLicenses: true,
  });

  const startServer = async (): Promise<void> => {
    const folder = home('service');
    mkdirSync(join(folder, 'home'), { recursive: true });
    const settings = { issuer: { url: provider.url, audience: AUDIENCE }, administrators: ['admin@example.com'] };
    writeFileSync(join(folder, 'home/server.json'), JSON.stringify(settings));
    [server, ended] = start(folder, ['serve', '--port', '0', '--ndjson']);
    url = await new Promise((resolve, reject) => {
      let text = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
        if (found !== undefined) resolve(found);
      });
      void ended.then(({ stderr }) => {
        reject(new Error(stderr));
      });
    });
  };

  /** Signs in as a person would: reads page and code, and says yes there. */
  const signIn = async (name: string): Promise<Run> => {
    mkdirSync(join(home(name), 'home'), { recursive: true });
    const config = { profiles: { work: profileOf(name) }, defaultProfile: 'work' };
    writeFileSync(join(home(name), 'home/config.json'), JSON.stringify(config));
    let approved = false;
    const watch = (text: string): void => {
      const code = /enter the code (\S+)/.exec(text)?.[1];
      if (code === undefined || approved) return;
      approved = true;
      void provider.approve(code, `${name}@example.com`);
    };
    return start(home(name), ['login'], watch)[1];
  };

  beforeEach(async () => {
    provider = await startProvider();
    await startServer();
  });
  afterEach(async () => {
    server.kill('SIGTERM');
    await ended;
    await provider.close();
  });

  it('let alice publish, bob open what he may, carol be denied with the referral, and the owner see who tried', async () => {
    for (const name of ['alice', 'bob', 'carol']) {
      const { exitCode, stdout, stderr } = await signIn(name);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /^Signed in/);
    }
    writeFileSync(join(home('alice'), 'plan.txt'), 'The plan.\n');
    const policy = ['--to', 'bob@example.com:VIEW', '--referral', 'help@example.com'];
    const published = await run(home('alice'), 'protect', 'plan.txt', ...policy);
    assert.equal(published.exitCode, 0, published.stderr);
    for (const name of ['bob', 'carol'])
      writeFileSync(join(home(name), 'plan.ptxt'), readFileSync(join(home('alice'), 'plan.ptxt')));

    const read = await run(home('bob'), 'cat', 'plan.ptxt');
    assert.deepEqual([read.exitCode, read.stdout], [0, 'The plan.\n'], read.stderr);
    const removed = await run(home('bob'), 'unprotect', 'plan.ptxt');
    assert.equal(removed.exitCode, 31, 'he may only view');
    const denied = await run(home('carol'), 'cat', 'plan.ptxt');
    assert.equal(denied.exitCode, 31);
    assert.match(denied.stderr, /mailto:help@example\.com/);

    const grants = await run(home('alice'), 'grants', 'plan.ptxt');
    assert.equal(grants.exitCode, 0, grants.stderr);
    assert.match(grants.stdout, /bob@example\.com: granted VIEW/);
    assert.match(grants.stdout, /carol@example\.com: denied/);
    assert.equal((await run(home('bob'), 'grants', 'plan.ptxt')).exitCode, 31);

    const back = await run(home('alice'), 'unprotect', 'plan.ptxt', '-o', 'back.txt');
    assert.equal(back.exitCode, 0, back.stderr);
    assert.equal(readFileSync(join(home('alice'), 'back.txt'), 'utf8'), 'The plan.\n');
  });

  it('let bob open offline what he opened before, and nothing after signing out', async () => {
    for (const name of ['alice', 'bob']) assert.equal((await signIn(name)).exitCode, 0);
    writeFileSync(join(home('alice'), 'plan.txt'), 'The plan.\n');
    await run(home('alice'), 'protect', 'plan.txt', '--to', 'bob@example.com:VIEW');
    writeFileSync(join(home('bob'), 'plan.ptxt'), readFileSync(join(home('alice'), 'plan.ptxt')));

    assert.equal((await runProcess(home('bob'), 'cat', 'plan.ptxt', '--offline')).exitCode, 40);
    assert.equal((await runProcess(home('bob'), 'cat', 'plan.ptxt')).stdout, 'The plan.\n');
    server.kill('SIGTERM');
    await ended;
    assert.equal((await runProcess(home('bob'), 'cat', 'plan.ptxt', '--offline')).stdout, 'The plan.\n');
    assert.equal(
      (await runProcess(home('bob'), 'cat', 'plan.ptxt')).stdout,
      'The plan.\n',
      'a licence that counts is enough',
    );

    const kept = readdirSync(join(home('bob'), 'home'), { recursive: true, withFileTypes: true });
    const texts = kept.filter((entry) => entry.isFile() && entry.name !== 'config.json');
    for (const { parentPath, name } of texts)
      assert.doesNotMatch(readFileSync(join(parentPath, name), 'latin1'), /eyJ|bob@example/, name);
    const out = await runProcess(home('bob'), 'logout');
    assert.equal(out.stdout, 'Signed out.\n');
    assert.equal((await runProcess(home('bob'), 'cat', 'plan.ptxt', '--offline')).exitCode, 40);
    assert.equal((await runProcess(home('bob'), 'logout')).stdout, 'Nobody was signed in.\n');
  });

  it('let an administrator administer with the commands of the home, and nobody else', async () => {
    for (const name of ['admin', 'alice', 'bob']) assert.equal((await signIn(name)).exitCode, 0);
    const template = {
      names: [{ lcid: 1033, name: 'Board only', description: '' }],
      rights: [{ users: ['bob@example.com'], rights: ['VIEW'] }],
      validUntil: '2099-01-31T18:00:00.000Z',
    };
    for (const name of ['admin', 'alice']) writeFileSync(join(home(name), 't.json'), JSON.stringify(template));
    const as = async (name: string, ...args: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await run(home(name), ...args);
      assert.equal(exitCode, 0, `${args.join(' ')}: ${stderr}`);
      return stdout;
    };
    const exitOf = async (name: string, ...args: string[]): Promise<number | null> =>
      (await run(home(name), ...args)).exitCode;

    assert.equal(await exitOf('alice', 'templates', 'add', 't.json'), 31);
    assert.match(await as('admin', 'templates', 'add', 't.json'), /^Added the template Board only \(/);
    const shown = JSON.parse(await as('admin', 'templates', 'show', 'board ONLY', '--json')) as { readonly id: string };
    assert.deepEqual(shown, { id: shown.id, ...template });
    assert.match(await as('admin', 'templates', 'list', '--all'), /Board only/);
    assert.equal(await exitOf('alice', 'templates', 'list', '--all'), 31);

    writeFileSync(join(home('alice'), 'plan.txt'), 'The plan.\n');
    await as('alice', 'protect', 'plan.txt', '--template', 'Board only');
    for (const name of ['admin', 'bob'])
      writeFileSync(join(home(name), 'plan.ptxt'), readFileSync(join(home('alice'), 'plan.ptxt')));
    await as('admin', 'templates', 'remove', 'Board only');
    assert.equal(await exitOf('alice', 'protect', 'plan.txt', '--template', shown.id, '-o', 'new.ptxt'), 50);

    assert.equal(await exitOf('bob', 'revoke', 'plan.ptxt'), 31);
    assert.match(await as('alice', 'revoke', 'plan.ptxt'), /nobody but its owner/);
    assert.match(await as('admin', 'revoke', 'plan.ptxt'), /was revoked already/);
    assert.equal(await exitOf('bob', 'cat', 'plan.ptxt'), 31);
    assert.match(await as('admin', 'restore', 'plan.ptxt'), /can be opened again/);
    assert.equal(await as('bob', 'cat', 'plan.ptxt'), 'The plan.\n');
    assert.match(await as('admin', 'grants', 'plan.ptxt'), /denied \(revoked\)[^]*bob@example\.com: granted VIEW/);

    assert.equal(await as('admin', 'authority', 'super-users', 'add', 'root@example.com'), 'root@example.com\n');
    assert.equal(await exitOf('alice', 'authority', 'super-users', 'list'), 31);
    assert.match(await as('admin', 'authority', 'super-users', 'remove', 'root@example.com'), /no super users/);
  });

  it('publish again under a new key, since the protocol has no way to keep one', async () => {
    for (const name of ['alice', 'bob']) assert.equal((await signIn(name)).exitCode, 0);
    writeFileSync(join(home('alice'), 'plan.txt'), 'The plan.\n');
    assert.equal((await run(home('alice'), 'protect', 'plan.txt', '--to', 'carol@example.com:VIEW')).exitCode, 0);
    const before = readFileSync(join(home('alice'), 'plan.ptxt'));
    const republish = ['republish', 'plan.ptxt', '--to', 'bob@example.com:VIEW'];
    const refused = await run(home('alice'), ...republish);
    assert.equal(refused.exitCode, 50, refused.stderr);
    assert.match(refused.stderr, /--rekey/);
    assert.deepEqual(readFileSync(join(home('alice'), 'plan.ptxt')), before, 'the file is as it was');

    const rekeyed = await run(home('alice'), ...republish, '--rekey', '--in-place', '--json');
    assert.equal(rekeyed.exitCode, 0, rekeyed.stdout);
    const { contentId, replacedContentId } = JSON.parse(rekeyed.stdout) as Record<string, unknown>;
    assert.notEqual(contentId, replacedContentId);
    writeFileSync(join(home('bob'), 'old.ptxt'), before);
    writeFileSync(join(home('bob'), 'plan.ptxt'), readFileSync(join(home('alice'), 'plan.ptxt')));
    assert.equal((await run(home('bob'), 'cat', 'plan.ptxt')).stdout, 'The plan.\n');
    assert.equal((await run(home('bob'), 'cat', 'old.ptxt')).exitCode, 31, 'the former licence says what it said');
  });

  it('say who has to sign in, and where', async () => {
    mkdirSync(join(home('dave'), 'home'), { recursive: true });
    const config = { profiles: { work: profileOf('dave') }, defaultProfile: 'work' };
    writeFileSync(join(home('dave'), 'home/config.json'), JSON.stringify(config));
    const list = await run(home('dave'), 'templates', 'list');
    assert.equal(list.exitCode, 30);
    assert.match(list.stderr, /rightsmith login/);
    const doctor = JSON.parse((await run(home('dave'), 'doctor', '--json')).stdout) as {
      readonly client: { readonly value: string };
      readonly service: { readonly tokensFrom: string; readonly signedIn: boolean };
    };
    assert.deepEqual(
      [doctor.client.value, doctor.service.tokensFrom, doctor.service.signedIn],
      ['rest', 'login', false],
    );
    const authority = await run(home('dave'), 'authority', 'show');
    assert.equal(authority.exitCode, 2, 'that is about the embedded authority');
  });
});
