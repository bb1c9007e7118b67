import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A throw-away PostgreSQL server on loopback. */
export interface PostgresServer {
  readonly url: string;
  /** Stops it hard, as a power cut would, and starts it again. */
  restart(): Promise<void>;
  stop(): void;
}

const BASE = '/usr/lib/postgresql';

/** The folder of the newest server's programs, or why there is none. */
function programs(): { readonly folder: string } | { readonly missing: string } {
  const versions = existsSync(BASE)
    ? readdirSync(BASE).filter((name) => existsSync(join(BASE, name, 'bin/initdb')))
    : [];
  const newest = versions.sort((one, other) => Number(one) - Number(other)).at(-1);
  if (newest === undefined) return { missing: 'PostgreSQL is not installed (Debian: postgresql)' };
  return { folder: join(BASE, newest, 'bin') };
}

/** Why tests with PostgreSQL cannot run here; undefined where they can. */
export function postgresMissing(): string | undefined {
  const found = programs();
  return 'missing' in found ? found.missing : undefined;
}

/** Starts a server on an empty folder that goes with it. */
export async function startPostgres(): Promise<PostgresServer> {
  const found = programs();
  if ('missing' in found) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-postgres-'));
  const isRoot = userInfo().uid === 0;
  const run = (program: string, ...args: readonly string[]): void => {
    const file = join(found.folder, program);
    // The server refuses to run as root.
    const command = isRoot ? ['runuser', '-u', 'postgres', '--', file, ...args] : [file, ...args];
    const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
      encoding: 'utf8',
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (status !== 0) throw new Error(`${program} failed: ${stdout}${stderr}`);
  };
  if (isRoot) {
    chmodSync(folder, 0o755);
    spawnSync('chown', ['postgres', folder]);
  }
  const data = join(folder, 'db');
  run('initdb', '-D', data, '-U', 'rights', '--auth=trust', '-E', 'UTF8', '--no-sync');
  const port = await freePort();
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder}`;
  const start = (): void => {
    run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  };
  start();
  return {
    url: `postgresql://rights@127.0.0.1:${port}/postgres`,
    restart: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      start();
      return Promise.resolve();
    },
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server that all tests of a `describe` share; without PostgreSQL they are skipped and say so, and with `CI=true` they fail. */
export function usePostgres(): { readonly url: string; readonly server: PostgresServer } {
  let server: PostgresServer | undefined;
  before(async function () {
    const missing = postgresMissing();
    if (missing !== undefined && process.env['CI'] !== 'true') {
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
    this.timeout(120_000);
    server = await startPostgres();
  });
  after(() => {
    server?.stop();
  });
  return {
    get url() {
      return server!.url;
    },
    get server() {
      return server!;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
