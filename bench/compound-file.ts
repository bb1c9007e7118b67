/**
 * Reading and writing a stream of 1 GiB in a compound file against the library `cfb`; streams beyond 2 GiB; crafted files.
 * Every measurement is a process of its own that runs what was built, so that peak memory tells something. Needs 7 GiB of
 * disk: arguments are the number of rounds and the folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { hostileFiles } from '../packages/compound-file/test/support/hostile-files.js';
import type { Ending } from '../packages/compound-file/test/support/open-hostile.js';
import { peakMemory } from './support/peak-memory.js';
import { compareInRounds, spread } from './support/rounds.js';
import type { Contestant } from './support/rounds.js';
import { printMeasured, printStandings, printTable } from './support/table.js';

const MEBIBYTE: number = 1024 * 1024;
const MOST_ABOVE_IDLE = 48;

/** What a process of support/compound-file-tasks.js tells. */
interface Measurement {
  readonly milliseconds: number;
  readonly peakKiB: number;
}

type Task = readonly [name: string, task: string, file: string];
const READING: readonly Task[] = [
  ['cfb: readFileSync and CFB.read', 'read cfb', 'read.bin'],
  ['cfb: CFB.read alone, the file being in memory', 'parse cfb', 'read.bin'],
  ['ours, 1 MiB a read into one array', 'read ours', 'read.bin'],
  ['ours, copySource', 'copy ours', 'read.bin'],
];
const WRITING: readonly Task[] = [
  ['cfb: CFB.write and writeFileSync', 'write cfb', 'written.bin'],
  ['ours', 'write ours', 'written.bin'],
];
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'rightsmith-bench-'));
const idleMiB = spread(Array.from({ length: rounds }, () => peakMemory(['-e', '0']))).median;

try {
  await compareWithCfb();
  passLargeFiles();
  await openHostileFiles();
} finally {
  rmSync(folder, { recursive: true });
}

function runChild(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: MEBIBYTE,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function measure(task: string, name: string, gibibytes: number): { milliseconds: number; mebibytes: number } {
  const program = join(import.meta.dirname, 'support/compound-file-tasks.js');
  const output = runChild([program, task, join(folder, name), String(gibibytes)]);
  const { milliseconds, peakKiB } = JSON.parse(output) as Measurement;
  return { milliseconds, mebibytes: peakKiB / 1024 - idleMiB };
}

async function compareWithCfb(): Promise<void> {
  measure('write ours', 'read.bin', 1);
  await contest('Reading a stream of 1 GiB from a file', READING, 10, MOST_ABOVE_IDLE);
  await contest('Writing a stream of 1 GiB to a file', WRITING, 2);
  rmSync(join(folder, 'written.bin'));
}

/** Rates and peak memory of the same runs. The first contestant is the library, the last is held to the targets. */
async function contest(title: string, list: readonly Task[], atLeast: number, atMost?: number): Promise<void> {
  const peaks = new Map<string, number[]>(list.map(([name]) => [name, []]));
  const contestants = list.map(([name, task, file]): readonly [string, Contestant] => [
    name,
    () => {
      const { milliseconds, mebibytes } = measure(task, file, 1);
      peaks.get(name)!.push(mebibytes);
      return { amount: 1024, milliseconds };
    },
  ]);
  const ours = list.at(-1)![0];
  printStandings(title, 'MiB/s', await compareInRounds(Object.fromEntries(contestants), rounds), {
    [ours]: { atLeast },
  });
  const measured = [...peaks].map(([name, values]) => ({
    name,
    value: spread(values),
    ...(name === ours && atMost !== undefined && { target: { atMost } }),
  }));
  printMeasured(`${title}: peak memory above that of \`node -e 0\`, ${idleMiB.toFixed(0)} MiB`, 'MiB', measured);
}

function passLargeFiles(): void {
  const rows: string[][] = [];
  for (const gibibytes of [3, 5]) {
    for (const task of ['write ours', 'read ours'] as const) {
      const { milliseconds, mebibytes } = measure(task, 'large.bin', gibibytes);
      const rate = ((gibibytes * 1024) / milliseconds) * 1000;
      const what = `${task === 'write ours' ? 'written' : 'read'}, ${gibibytes} GiB`;
      rows.push([what, rate.toFixed(0), mebibytes.toFixed(0)]);
    }
    rmSync(join(folder, 'large.bin'));
  }
  printTable('Streams beyond 2 GiB, whole', ['', 'MiB/s', 'MiB above idle'], rows);
}

async function openHostileFiles(): Promise<void> {
  const files = await hostileFiles();
  files.forEach(({ bytes }, index) => {
    writeFileSync(join(folder, String(index)), bytes);
  });
  const program = join(import.meta.dirname, '../packages/compound-file/test/support/open-hostile.ts');
  const output = runChild([
    '--import',
    'ts-blank-space/register',
    program,
    ...files.map((_, index) => join(folder, String(index))),
  ]);
  const rows = output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { path, strictness, ending, milliseconds } = JSON.parse(line) as Ending;
      const name = files[Number(basename(path))]?.name ?? '';
      return [`${name}, ${strictness}`, ending, milliseconds.toFixed(1)];
    });
  printTable('Crafted files, opened and read', ['', 'ends with', 'ms'], rows);
}
