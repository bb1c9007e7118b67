/**
 * Many files: how near one worker comes to the RSA signature that every file needs, and what a second one brings; a second thread
 * that only signs shows the most there is to gain. On a disk against a bare loop. Few large files; memory.
 * `npm run bench -- bulk`; alone: rounds, then files of 20 KiB.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { runBulk, type BulkOptions, type BulkTask } from '@rightsmith/bulk';
import { memoryFolder } from './support/memory-folder.js';
import { peakMemory } from './support/peak-memory.js';
import { compareInRounds, spread, type TimedWork } from './support/rounds.js';
import { printMeasured, printStandings } from './support/table.js';

const ROUNDS = Number(process.argv[2] ?? 5);
const FILES = Number(process.argv[3] ?? 10_000);
const MEBIBYTE = 1024 * 1024;
const LARGE_MEBIBYTES = Number(process.argv[4] ?? 4096);
const PROGRAM = join(import.meta.dirname, '../packages/cli/bin/rightsmith.js');
const CLI = new URL('../packages/cli/dist/bulk/', import.meta.url);
const ENGINE = new URL('bulk-engine.js', CLI).href;

const PROTECT: BulkTask = {
  verb: 'protect',
  request: { policy: { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] } },
};

const { optimizeLate } = (await import(new URL('optimize-late.js', CLI).href)) as { readonly optimizeLate: () => void };
optimizeLate();

const memory = memoryFolder();
const disk = mkdtempSync(join(tmpdir(), 'rightsmith-bench-'));
const home = join(memory, 'home');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
try {
  await smallFiles();
  await smallFilesOnDisk();
  await largeFiles();
  memoryOfWorkers();
} finally {
  for (const folder of [memory, disk]) rmSync(folder, { recursive: true, force: true });
}

async function smallFiles(): Promise<void> {
  const share = makeFiles(join(memory, 'small'), FILES, 20 * 1024);
  const title = `${FILES} files of 20 KiB in a memory file system, protected`;
  printStandings(
    `${title}: against the signature`,
    '/s',
    await compareInRounds(
      {
        'bare RSA-2048 signature, one thread': () => signatures(1),
        'bare RSA-2048 signature, two threads': () => signatures(2),
        'one worker': () => run(share, 1),
      },
      ROUNDS,
    ),
    { 'one worker': { atLeast: 0.4 } },
  );
  printStandings(
    title,
    'files/s',
    await compareInRounds({ 'one worker': () => run(share, 1), 'two workers': () => run(share, 2) }, ROUNDS),
    { 'two workers': { atLeast: 1.6 } },
  );
}

async function smallFilesOnDisk(): Promise<void> {
  const share = makeFiles(join(disk, 'small'), FILES, 20 * 1024);
  printStandings(
    `${FILES} files of 20 KiB on a disk, protected with a journal by two workers`,
    'files/s',
    await compareInRounds(
      {
        'read, sign, write, flush, rename': () => bareLoop(share, 2),
        'two workers': () => run(share, 2, { journal: join(disk, 'journal') }),
      },
      ROUNDS,
    ),
    { 'two workers': { atLeast: 0.7 } },
  );
}

async function largeFiles(): Promise<void> {
  const four = makeFiles(join(memory, 'four'), 4, (LARGE_MEBIBYTES / 4) * MEBIBYTE);
  const protectedFour = join(memory, 'protected');
  const protecting = runBulk({ ...optionsFor(four, 2), output: { folder: protectedFour } });
  while ((await protecting.next()).done !== true);
  const both = (folder: string, task: BulkTask): Record<string, () => Promise<TimedWork>> => ({
    'one worker': () => run(folder, 1, { task }),
    'two workers': () => run(folder, 2, { task }),
  });
  const gibibytes = `${LARGE_MEBIBYTES / 1024} GiB`;
  printStandings(
    `${gibibytes} in 4 files, memory file system, protected`,
    'files/s',
    await compareInRounds(both(four, PROTECT), ROUNDS),
    {
      'two workers': { atLeast: 1.6 },
    },
  );
  const unprotect: BulkTask = { verb: 'unprotect' };
  printStandings(
    `${gibibytes} in 4 files, their protection removed`,
    'files/s',
    await compareInRounds(both(protectedFour, unprotect), ROUNDS),
    {
      'two workers': { atLeast: 1.4 },
    },
  );
  for (const folder of [four, protectedFour]) rmSync(folder, { recursive: true });
  const alone = makeFiles(join(memory, 'alone'), 1, LARGE_MEBIBYTES * MEBIBYTE);
  printStandings(
    `One file of ${gibibytes}, protected`,
    'files/s',
    await compareInRounds(both(alone, PROTECT), ROUNDS),
    {
      'two workers': { atLeast: 1.5 },
    },
  );
  rmSync(alone, { recursive: true });
}

/** Above a process that does nothing. */
function memoryOfWorkers(): void {
  const idle = Math.min(...Array.from({ length: 3 }, () => peakMemory(['-e', ''])));
  const share = join(memory, 'small');
  makeFiles(join(share, 'large'), 4, 256 * MEBIBYTE);
  const measured = [1, 2].map((jobs) => {
    const peaks = Array.from({ length: Math.min(3, ROUNDS) }, () => {
      const output = join(memory, 'output');
      const args = ['protect', '-r', share, '-o', output, '--home', home, '--jobs', String(jobs), '--quiet'];
      const peak = peakMemory([PROGRAM, ...args, '--to', 'bob@example.com:VIEW', '--resume', join(memory, 'journal')]);
      for (const name of ['output', 'journal']) rmSync(join(memory, name), { recursive: true });
      return peak - idle;
    });
    return {
      name: `${jobs} ${jobs === 1 ? 'worker' : 'workers'}`,
      value: spread(peaks),
      target: { atMost: 96 + 48 * jobs },
    };
  });
  printMeasured(`Peak memory above an idle process: ${FILES} files of 20 KiB and 4 of 256 MiB`, 'MiB', measured);
}

/** Signs for a second, in each thread. */
async function signatures(threads: number): Promise<TimedWork> {
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const program = new URL('./support/bare-signatures.js', import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(program, { workerData: { key }, execArgv: [] }));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  const milliseconds = 1000;
  const counts = await Promise.all(
    workers.map(async (worker) => {
      worker.postMessage(milliseconds);
      const [count] = (await once(worker, 'message')) as [number];
      return count;
    }),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { amount: counts.reduce((sum, count) => sum + count, 0), milliseconds };
}

/** Files a second; their results are removed again outside of the time. */
async function run(folder: string, jobs: number, options: Partial<BulkOptions> = {}): Promise<TimedWork> {
  const output = `${folder}-out`;
  const start = performance.now();
  let amount = 0;
  for await (const { status } of runBulk({ ...optionsFor(folder, jobs), output: { folder: output }, ...options })) {
    if (status !== 'done') throw new Error('A file was not worked on.');
    amount += 1;
  }
  const milliseconds = performance.now() - start;
  for (const path of [output, ...(options.journal === undefined ? [] : [options.journal])])
    rmSync(path, { recursive: true });
  return { amount, milliseconds };
}

function optionsFor(folder: string, jobs: number): BulkOptions {
  const session = { home, as: 'alice@example.com' };
  return {
    task: PROTECT,
    input: { files: [folder], recursive: true },
    engine: { url: ENGINE, data: { session, superUser: false } },
    jobs,
  };
}

async function bareLoop(folder: string, threads: number): Promise<TimedWork> {
  const output = `${folder}-bare`;
  const inputs = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  mkdirSync(output);
  const files = inputs.map(({ parentPath, name }) => ({ input: join(parentPath, name), output: join(output, name) }));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const program = new URL('./support/bare-loop.js', import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(program, { workerData: { key }, execArgv: [] }));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  const start = performance.now();
  const done = workers.map((worker, index) => {
    worker.postMessage(files.filter((_, n) => n % threads === index));
    return once(worker, 'message');
  });
  await Promise.all(done);
  const milliseconds = performance.now() - start;
  await Promise.all(workers.map((worker) => worker.terminate()));
  rmSync(output, { recursive: true });
  return { amount: files.length, milliseconds };
}

/** Random files in twenty folders. */
function makeFiles(folder: string, count: number, size: number): string {
  const run = randomBytes(Math.min(size, MEBIBYTE));
  for (let n = 0; n < count; n++) {
    const inner = join(folder, `folder ${n % 20}`);
    mkdirSync(inner, { recursive: true });
    const path = join(inner, `file ${n}.bin`);
    if (size <= MEBIBYTE) {
      writeFileSync(path, run);
      continue;
    }
    const file = openSync(path, 'w');
    for (let done = 0; done < size; done += run.length) writeSync(file, run);
    closeSync(file);
  }
  return folder;
}
