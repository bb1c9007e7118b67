/**
 * Reading and writing a stream of 1 GiB in a compound file against the library `cfb`; streams beyond 2 GiB; crafted files.
 * Every measurement is a process of its own, so that peak memory tells something. Needs 7 GiB of disk.
 *
 *     node --import ts-blank-space/register --conditions=rightsmith-source bench/compound-file.ts [rounds] [folder]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { hostileFiles } from '../packages/compound-file/test/support/hostile-files.js';
import type { Ending } from '../packages/compound-file/test/support/open-hostile.js';
import type { Measurement, TaskName } from './support/compound-file-tasks.js';
import { compareInRounds } from './support/rounds.js';
import type { Contestant } from './support/rounds.js';
import { printStandings } from './support/table.js';

const MEBIBYTE: number = 1024 * 1024;
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'rightsmith-bench-'));

try {
  await compareWithCfb();
  passLargeFiles();
  await openHostileFiles();
} finally {
  rmSync(folder, { recursive: true });
}

function runChild(program: string, values: readonly string[]): string {
  const options = ['--import', 'ts-blank-space/register', '--conditions=rightsmith-source'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, program, ...values], {
    encoding: 'utf8',
    maxBuffer: MEBIBYTE,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function measure(task: TaskName, name: string, gibibytes: number): Measurement {
  const program = join(import.meta.dirname, 'support/compound-file-tasks.ts');
  return JSON.parse(runChild(program, [task, join(folder, name), String(gibibytes)])) as Measurement;
}

async function compareWithCfb(): Promise<void> {
  const grownMebibytes = new Map<string, number>();
  const contestant =
    (title: string, task: TaskName, name: string): Contestant =>
    () => {
      const { milliseconds, grownKiB } = measure(task, name, 1);
      grownMebibytes.set(title, Math.max(grownMebibytes.get(title) ?? 0, grownKiB / 1024));
      return { amount: 1024, milliseconds };
    };
  const contest = async (title: string, list: readonly (readonly [string, TaskName, string])[]): Promise<void> => {
    const contestants = Object.fromEntries(list.map(([name, task, file]) => [name, contestant(name, task, file)]));
    printStandings(title, 'MiB/s', await compareInRounds(contestants, rounds));
    for (const [name] of list)
      console.log(`  ${name.padEnd(44)} +${grownMebibytes.get(name)?.toFixed(0) ?? ''} MiB above idle`);
  };
  measure('write ours', 'read.bin', 1);
  await contest('Reading a stream of 1 GiB from a file', [
    ['cfb: readFileSync and CFB.read', 'read cfb', 'read.bin'],
    ['cfb: CFB.read alone, the file being in memory', 'parse cfb', 'read.bin'],
    ['ours, 1 MiB a read', 'read ours', 'read.bin'],
    ['ours, copySource', 'copy ours', 'read.bin'],
  ]);
  await contest('Writing a stream of 1 GiB to a file', [
    ['cfb: CFB.write and writeFileSync', 'write cfb', 'written.bin'],
    ['ours', 'write ours', 'written.bin'],
  ]);
  rmSync(join(folder, 'written.bin'));
}

function passLargeFiles(): void {
  console.log('\nStreams beyond 2 GiB, written and read whole');
  for (const gibibytes of [3, 5]) {
    for (const task of ['write ours', 'read ours'] as const) {
      const { milliseconds, grownKiB } = measure(task, 'large.bin', gibibytes);
      const rate = ((gibibytes * 1024) / milliseconds) * 1000;
      console.log(
        `  ${gibibytes} GiB, ${task}: ${rate.toFixed(0)} MiB/s, +${(grownKiB / 1024).toFixed(0)} MiB above idle`,
      );
    }
    rmSync(join(folder, 'large.bin'));
  }
}

async function openHostileFiles(): Promise<void> {
  console.log('\nCrafted files, opened and read');
  const files = await hostileFiles();
  files.forEach(({ bytes }, index) => {
    writeFileSync(join(folder, String(index)), bytes);
  });
  const program = join(import.meta.dirname, '../packages/compound-file/test/support/open-hostile.ts');
  const output = runChild(
    program,
    files.map((_, index) => join(folder, String(index))),
  );
  for (const line of output.trimEnd().split('\n')) {
    const { path, strictness, ending, milliseconds } = JSON.parse(line) as Ending;
    const name = files[Number(basename(path))]?.name ?? '';
    console.log(`  ${`${name}, ${strictness}`.padEnd(66)} ${ending.padEnd(12)} ${milliseconds.toFixed(1)} ms`);
  }
}
