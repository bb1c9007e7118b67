import { open } from 'node:fs/promises';
import { CannotRead, createSpool, streamSource, UsageError } from '@rightsmith/core';
import type { ByteStream } from '@rightsmith/core';
import { environmentPassphrase } from '../config/passphrase.js';
import { STANDARD_STREAM } from './input.js';
import type { JobContext } from './job-context.js';
import { readText } from './read-text.js';

/** Bytes of the file; nobody has a longer passphrase. */
const MAXIMUM = 4096;

/**
 * The passphrase of an export: that in the file, else the one in the environment.
 *
 * @throws UsageError when there is none; as {@link readPassphrase}
 */
export async function exportPassphrase(file: string | undefined, context: JobContext): Promise<string> {
  const passphrase = file === undefined ? environmentPassphrase() : await readPassphrase(file, context);
  if (passphrase !== undefined) return passphrase;
  throw new UsageError('Private keys need a passphrase.', {
    hint: 'Give it by --passphrase-file FILE, or set RIGHTSMITH_PASSPHRASE.',
  });
}

/**
 * The passphrase in a file, which may be a pipe, or on standard input: all of it but the end of its line. It is never an
 * argument, because other users of the computer can read command lines.
 *
 * @throws UsageError when it is empty; LimitReached; CannotRead; Aborted
 */
export async function readPassphrase(file: string, { streams, signal }: JobContext): Promise<string> {
  const stream = file === STANDARD_STREAM ? streams.stdin : await openStream(file);
  const spool = createSpool();
  try {
    const source = await streamSource(stream, spool, { signal, maximum: MAXIMUM });
    const passphrase = (await readText(source, 'passphrase')).replace(/\r?\n$/, '');
    if (passphrase === '') throw new UsageError('The passphrase is empty.', { where: { file } });
    return passphrase;
  } finally {
    await spool.close();
  }
}

async function openStream(file: string): Promise<ByteStream> {
  try {
    return (await open(file)).createReadStream();
  } catch (cause) {
    throw new CannotRead('The passphrase cannot be read.', { where: { file }, cause });
  }
}
