/**
 * Peak memory of the built command line on large files, above that of `node -e 0`, and how much of a large file `inspect` reads.
 * Sparse files in a memory file system.
 */
import { closeSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource, RightsEngine, type ByteSource } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { memoryFolder } from './support/memory-folder.js';
import { peakMemory } from './support/peak-memory.js';
import { spread, type Spread } from './support/rounds.js';
import { printMeasured, type Measured } from './support/table.js';

const MEBIBYTE = 1024 * 1024;
const ROUNDS = Number(process.argv[2] ?? 5);
const MOST_ABOVE_IDLE = 96;
const MOST_ABOVE_SMALLEST = 16;
const SIZES: readonly (readonly [title: string, bytes: number])[] = [
  ['64 MiB', 64 * MEBIBYTE],
  ['2 GiB', 2048 * MEBIBYTE],
  ['4.5 GiB', 4608 * MEBIBYTE],
];
const COMMAND = join(import.meta.dirname, '../packages/cli/bin/rightsmith.js');

const folder = memoryFolder();
process.env['RIGHTSMITH_HOME'] = join(folder, 'home');
const plain = join(folder, 'content.bin');
const wrapped = join(folder, 'content.pfile');
const commands: Readonly<Record<string, () => number>> = {
  protect: () => peakMemory([COMMAND, 'protect', plain, '--pfile', '-o', wrapped, '--force']),
  'protect from standard input': protectStandardInput,
  unprotect: () => peakMemory([COMMAND, 'unprotect', wrapped, '-o', plain, '--force']),
  cat: () => peakMemory([COMMAND, 'cat', wrapped]),
};
try {
  const idle = inRounds(() => peakMemory(['-e', '0'])).median;
  const smallest = new Map<string, number>();
  const peaks: Measured[] = [];
  for (const [title, size] of SIZES) {
    writeFileSync(plain, '');
    truncateSync(plain, size);
    for (const [name, command] of Object.entries(commands)) {
      const value = inRounds(() => command() - idle);
      peaks.push({ name: `${name}, ${title}`, value, target: { atMost: mostFor(smallest.get(name)) } });
      if (!smallest.has(name)) smallest.set(name, value.median);
    }
  }
  printMeasured(`Peak memory above that of \`node -e 0\`, which takes ${idle.toFixed(0)} MiB`, 'MiB', peaks);
  const read = await bytesInspectReads(wrapped);
  printMeasured('What `inspect` reads of a file of 4.5 GiB', 'bytes', [
    { name: 'inspect', value: spread([read]), target: { atMost: MEBIBYTE } },
  ]);
} finally {
  rmSync(folder, { recursive: true });
}

function mostFor(smallest: number | undefined): number {
  return smallest === undefined
    ? MOST_ABOVE_IDLE
    : Math.min(MOST_ABOVE_IDLE, Math.round(smallest + MOST_ABOVE_SMALLEST));
}

function protectStandardInput(): number {
  const stdin = openSync(plain, 'r');
  try {
    return peakMemory([COMMAND, 'protect', '-', '--filename', 'content.bin', '-o', wrapped, '--force'], stdin);
  } finally {
    closeSync(stdin);
  }
}

async function bytesInspectReads(path: string): Promise<number> {
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
  return bytes;
}

function inRounds(measure: () => number): Spread {
  return spread(Array.from({ length: ROUNDS }, measure));
}
