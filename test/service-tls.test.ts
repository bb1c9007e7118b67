import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { cliEnvironment, PROGRAM } from '../packages/cli/test/support/run-cli.js';
import {
  startProvider,
  AUDIENCE,
  SECRET,
  SERVICE_CLIENT,
  type TestProvider,
} from '../packages/client-rest/test/support/identity-provider.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('a service with TLS by files', function () {
  this.timeout(120_000);
  const path = useTemporaryFolder();
  const started: ChildProcess[] = [];
  let provider: TestProvider;
  before(async function () {
    if (!hasOpenssl && process.env['CI'] !== 'true') {
      console.log('    skipped: no openssl to make a certificate with');
      this.skip();
    }
    provider = await startProvider();
  });
  after(() => provider.close());
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  const makeCertificate = (name: string): void => {
    mkdirSync(path('home'), { recursive: true });
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const files = ['-keyout', path(`home/${name}-key.pem`), '-out', path(`home/${name}.pem`)];
    const { status, stderr } = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
        ...files,
      ],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
  };
  const settings = (tls: object): void => {
    const issuer = { url: provider.url, audience: AUDIENCE };
    writeFileSync(path('home/server.json'), JSON.stringify({ port: 0, tls, issuer }));
  };
  const run = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly exitCode: number | null; readonly stderr: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        cwd: path(),
        env: { ...cliEnvironment(path()), ...env },
      });
      started.push(child);
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (exitCode) => {
        resolve({ exitCode, stderr });
      });
    });
  const serve = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [PROGRAM, 'serve', '--ndjson'], {
        cwd: path(),
        env: cliEnvironment(path()),
      });
      started.push(child);
      let told = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          const port = /https:\/\/127\.0\.0\.1:(\d+)/.exec(told)?.[1];
          if (port !== undefined) resolve(Number(port));
        });
      child.on('close', () => {
        reject(new Error(told));
      });
    });

  it('serves who trusts its certificate, and nobody else gets a token there', async () => {
    makeCertificate('one');
    settings({ certificate: 'one.pem', key: 'one-key.pem' });
    const port = await serve();
    const profile = {
      client: 'rest',
      url: `https://127.0.0.1:${port}`,
      issuer: provider.url,
      clientId: SERVICE_CLIENT,
      scope: 'access',
    };
    writeFileSync(path('client.json'), JSON.stringify({ profiles: { work: profile }, defaultProfile: 'work' }));
    const list = ['templates', 'list', '--config', 'client.json'];
    const secret = { RIGHTSMITH_CLIENT_SECRET: SECRET };
    const trusted = await run(list, { ...secret, NODE_EXTRA_CA_CERTS: path('home/one.pem') });
    assert.equal(trusted.exitCode, 0, trusted.stderr);
    const stranger = await run(list, secret);
    assert.equal(stranger.exitCode, 40, stranger.stderr);
    assert.match(stranger.stderr, /DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED/);
  });

  it('speaks TLS 1.2 and newer only', async () => {
    makeCertificate('one');
    settings({ certificate: 'one.pem', key: 'one-key.pem' });
    const port = await serve();
    const protocolWith = (maxVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<string> =>
      new Promise((resolve) => {
        const options = {
          port,
          host: '127.0.0.1',
          rejectUnauthorized: false,
          minVersion: 'TLSv1' as const,
          maxVersion,
        };
        // At this level of security OpenSSL itself knows the old versions still.
        const socket = connect({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' }, () => {
          resolve(socket.getProtocol() ?? '');
          socket.end();
        });
        socket.on('error', () => {
          resolve('refused');
        });
      });
    assert.deepEqual(
      [await protocolWith('TLSv1.1'), await protocolWith('TLSv1.2'), await protocolWith('TLSv1.3')],
      ['refused', 'TLSv1.2', 'TLSv1.3'],
    );
  });

  it('does not start with files that will not do, and shows nothing of them', async () => {
    makeCertificate('one');
    makeCertificate('other');
    writeFileSync(path('home/nonsense.pem'), '-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----\n');
    const cases: readonly (readonly [certificate: string, key: string, exitCode: number])[] = [
      ['one.pem', 'other-key.pem', 2],
      ['one.pem', 'nonsense.pem', 2],
      ['nonsense.pem', 'one-key.pem', 2],
      ['one.pem', 'missing.pem', 60],
    ];
    for (const [certificate, key, exitCode] of cases) {
      settings({ certificate, key });
      const refused = await run(['serve']);
      assert.equal(refused.exitCode, exitCode, `${certificate} ${key}: ${refused.stderr}`);
      assert.doesNotMatch(refused.stderr, /secretsecret/);
    }
  });
});
