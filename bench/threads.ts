/** What two threads win on one item of 1 GiB that lies in a memory file system. Wrapped and unwrapped as PFILE. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  countingSink,
  createContentCipher,
  defaultFormatContext,
  fileSink,
  fileSource,
  type ByteSink,
  type ByteSource,
  type ContentCipher,
} from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { memoryFolder } from './support/memory-folder.js';
import { compareInRounds } from './support/rounds.js';
import { printStandings } from './support/table.js';

const MEBIBYTE = 1024 * 1024;
const MEBIBYTES = 1024;
const ROUNDS = Number(process.argv[2] ?? 5);

type Work = (source: ByteSource, cipher: ContentCipher) => Promise<void>;

const key = randomBytes(32);
const license = new TextEncoder().encode('\uFEFF<XrML/>');
const handler = pfile();
const context = defaultFormatContext();
const folder = memoryFolder();
try {
  const plain = join(folder, 'content.bin');
  const wrapped = join(folder, 'content.pfile');
  writeContent(plain);
  const wrap = (source: ByteSource, cipher: ContentCipher, sink: ByteSink = countingSink()): Promise<void> =>
    handler.wrap(source, { license, cipher, name: 'content.bin', labels: [] }, sink, context);
  const unwrap = (source: ByteSource, cipher: ContentCipher): Promise<void> =>
    handler.unwrap(source, cipher, countingSink(), context);
  const sink = fileSink(wrapped);
  await passing(plain, 1, (source, cipher) => wrap(source, cipher, sink));
  await sink.commit();
  await compare('Wrapping 1 GiB as PFILE', plain, wrap);
  await compare('Unwrapping a PFILE of 1 GiB', wrapped, unwrap);
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(title: string, path: string, work: Work): Promise<void> {
  const contestants = {
    'threads: 1': () => passing(path, 1, work),
    'threads: 2': () => passing(path, 2, work),
  };
  printStandings(title, 'MB/s', await compareInRounds(contestants, ROUNDS), { 'threads: 2': { atLeast: 1.5 } });
}

async function passing(path: string, threads: number, work: Work): Promise<number> {
  const source = fileSource(path);
  const cipher = createContentCipher({ mode: 'CBC4K', key, threads });
  await work(source, cipher);
  await cipher.close();
  await source.close();
  return (MEBIBYTES * MEBIBYTE) / 1e6;
}

function writeContent(path: string): void {
  const file = openSync(path, 'w');
  const run = randomBytes(MEBIBYTE);
  for (let done = 0; done < MEBIBYTES; done++) writeSync(file, run);
  closeSync(file);
}
