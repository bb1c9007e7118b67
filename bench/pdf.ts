/**
 * Protecting and unprotecting large PDF files, against qpdf encrypting and decrypting them, and the peak memory of the built
 * command line at it. Files in a memory file system. Needs qpdf.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContentCipher, fileSink, fileSource, type ByteSource, type FileSink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { memoryFolder } from './support/memory-folder.js';
import { elementsPdf, imagesPdf } from './support/pdf-files.js';
import { peakMemory } from './support/peak-memory.js';
import { compareInRounds, spread, type Spread } from './support/rounds.js';
import { printMeasured, printStandings, type Measured } from './support/table.js';

const MEBIBYTE = 1024 * 1024;
const ROUNDS = Number(process.argv[2] ?? 5);
const OURS = 'wrap and unwrap';
const COMMAND = join(import.meta.dirname, '../packages/cli/bin/rightsmith.js');

const handler = pdf();
const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32).map((_, index) => index) });
const license = new TextEncoder().encode(`\ufeff<XrML>${' '.repeat(30_000)}</XrML>`);

const folder = memoryFolder();
process.env['RIGHTSMITH_HOME'] = join(folder, 'home');
const plain = join(folder, 'plain.pdf');
const wrapped = join(folder, 'wrapped.pdf');
const opened = join(folder, 'opened.pdf');
try {
  const idle = inRounds(() => peakMemory(['-e', '0']));
  const peaks: Measured[] = [];
  const { bytes, largestObject } = imagesPdf();
  await compare('42 images of noise, 51 MB', bytes, 1.5);
  peaks.push(...peaksOf('images', 96 + (2 * largestObject) / MEBIBYTE, idle.median));
  await compare('330,000 elements with four strings each, 57 MB', elementsPdf(), 1);
  peaks.push(...peaksOf('elements', 200, idle.median));
  printMeasured(`Peak memory above that of \`node -e 0\`, which takes ${idle.median.toFixed(0)} MiB`, 'MiB', peaks);
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(title: string, bytes: Uint8Array, atLeast: number): Promise<void> {
  writeFileSync(plain, bytes);
  const amount = bytes.length / 1e6;
  const standings = await compareInRounds(
    {
      'qpdf --encrypt (256 bit) and --decrypt': () => {
        qpdf('--encrypt', 'user', 'owner', '256', '--', plain, wrapped);
        qpdf('--password=user', '--decrypt', wrapped, opened);
        return amount;
      },
      [OURS]: async () => {
        await rewrite(plain, wrapped, (source, sink) =>
          handler.wrap(source, { license, cipher, name: 'plain.pdf', labels: [] }, sink, {}),
        );
        await rewrite(wrapped, opened, (source, sink) => handler.unwrap(source, cipher, sink, {}));
        return amount;
      },
    },
    ROUNDS,
  );
  printStandings(title, 'MB/s', standings, { [OURS]: { atLeast } });
}

async function rewrite(
  from: string,
  to: string,
  work: (source: ByteSource, sink: FileSink) => Promise<void>,
): Promise<void> {
  const source = fileSource(from);
  const sink = fileSink(to, { overwrite: true });
  await work(source, sink);
  await sink.commit();
  await source.close();
}

/** Of the file that was compared last. */
function peaksOf(name: string, most: number, idle: number): Measured[] {
  const peak = (...args: readonly string[]): Spread =>
    inRounds(() => peakMemory([COMMAND, ...args, '--force', '--quiet']) - idle);
  const target = { atMost: Math.floor(most) };
  return [
    { name: `protect, ${name}`, value: peak('protect', plain, '-o', wrapped), target },
    { name: `unprotect, ${name}`, value: peak('unprotect', wrapped, '-o', opened), target },
  ];
}

function qpdf(...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('qpdf', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`qpdf failed: ${error?.message ?? stderr}`);
}

function inRounds(measure: () => number): Spread {
  return spread(Array.from({ length: ROUNDS }, measure));
}
