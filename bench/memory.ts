/**
 * Peak memory of the built command line on large files, above that of `node -e 0`, and how much of a large file `inspect` reads.
 * Sparse files in a memory file system.
 */
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource, RightsEngine, type ByteSource } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { peakMemory } from './support/peak-memory.js';

const MEBIBYTE = 1024 * 1024;
const ROUNDS = 5;
const SIZES: readonly (readonly [title: string, bytes: number])[] = [
  ['64 MiB', 64 * MEBIBYTE],
  ['2 GiB', 2048 * MEBIBYTE],
  ['4.5 GiB', 4608 * MEBIBYTE],
];
const COMMAND = join(import.meta.dirname, '../packages/cli/bin/rightsmith.js');

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rightsmith-bench-'));
process.env['RIGHTSMITH_HOME'] = join(folder, 'home');
try {
  const plain = join(folder, 'content.bin');
  const wrapped = join(folder, 'content.pfile');
  const idle = median(() => peakMemory(['-e', '0']));
  console.log(`node -e 0: ${idle.toFixed(0)} MiB; medians of ${ROUNDS} rounds, MiB above that:`);
  for (const [title, size] of SIZES) {
    writeFileSync(plain, '');
    truncateSync(plain, size);
    const rightsmith = (...args: string[]): number => peakMemory([COMMAND, ...args]) - idle;
    const protect = median(() => rightsmith('protect', plain, '--pfile', '-o', wrapped, '--force'));
    const fromPipe = median(() => fromStandardInput(plain, wrapped) - idle);
    console.log(`  protect   ${title.padEnd(8)} ${protect.toFixed(0)}, from standard input ${fromPipe.toFixed(0)}`);
    if (title === '4.5 GiB') await reportReads(wrapped);
    const unprotect = median(() => rightsmith('unprotect', wrapped, '-o', plain, '--force'));
    const cat = median(() => rightsmith('cat', wrapped));
    console.log(`  unprotect ${title.padEnd(8)} ${unprotect.toFixed(0)}, cat ${cat.toFixed(0)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function fromStandardInput(plain: string, wrapped: string): number {
  const stdin = openSync(plain, 'r');
  try {
    return peakMemory([COMMAND, 'protect', '-', '--filename', 'content.bin', '-o', wrapped, '--force'], stdin);
  } finally {
    closeSync(stdin);
  }
}

/** How many bytes `inspect` asks a source for. */
async function reportReads(path: string): Promise<void> {
  const source = fileSource(path);
  let bytes = 0;
  const counting: ByteSource = {
    size: source.size,
    read: async (offset, length) => {
      const read = await source.read(offset, length);
      bytes += read.length;
      return read;
    },
    close: () => source.close(),
  };
  await new RightsEngine({ formats: [pfile()] }).inspect(counting);
  await counting.close();
  console.log(`  inspect   4.5 GiB  reads ${bytes} bytes`);
}

function median(measure: () => number): number {
  return Array.from({ length: ROUNDS }, measure).toSorted((left, right) => left - right)[Math.floor(ROUNDS / 2)]!;
}
