import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIB = 1024;
const PAGE_BYTES = 4 * KIB;

/** Milliseconds between two looks at a process; asking is cheap on Linux only. */
export const LOOK_EVERY_MS: number = process.platform === 'linux' ? 20 : 1000;

/** Resident bytes of a process; undefined where it is gone or nobody tells. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') return await fromStatm(pid);
    return process.platform === 'win32' ? await fromTasklist(pid) : await fromPs(pid);
  } catch {
    return undefined;
  }
}

async function fromStatm(pid: number): Promise<number> {
  const [, pages] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
  return Number(pages) * PAGE_BYTES;
}

async function fromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) * KIB;
}

/** The last column reads `123,456 K`, with the separators of the system's language. */
async function fromTasklist(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  const last = /"([^"]*)"\s*$/.exec(stdout.trim())?.[1] ?? '';
  return Number(last.replaceAll(/\D/g, '')) * KIB;
}
