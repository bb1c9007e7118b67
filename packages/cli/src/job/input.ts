import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { createSpool, fileSource, streamSource, UsageError } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import type { StandardStreams } from './streams.js';

/** How the command line names standard input and output. */
export const STANDARD_STREAM = '-';

/** One input, open for reading. */
export interface Input {
  /** As the caller wrote it. */
  readonly file: string;
  /** Where it is; with symbolic links followed for a job in place. For standard input its name. */
  readonly path: string;
  /** The same without folders; for its extension and for naming results. */
  readonly name: string;
  readonly isStandardInput: boolean;
  readonly source: ByteSource;
  /** Idempotent. */
  close(): Promise<void>;
}

/** What is needed to open inputs. */
export interface InputOptions {
  /** Name of what comes from standard input. */
  readonly filename?: string | undefined;
  /** Whether the file is to be replaced, so that the file behind a symbolic link is meant. */
  readonly inPlace?: boolean | undefined;
  readonly streams: Pick<StandardStreams, 'stdin'>;
  readonly signal: AbortSignal;
}

/**
 * Opens a file, or reads standard input to its end into a spool, so that it can be read by range like a file.
 *
 * @throws CannotRead, Aborted
 */
export async function openInput(file: string, options: InputOptions): Promise<Input> {
  if (file === STANDARD_STREAM) return openStandardInput(options);
  const source = fileSource(file);
  const path = options.inPlace === true ? realpathSync(file) : file;
  return { file, path, name: basename(path), isStandardInput: false, source, close: () => source.close() };
}

async function openStandardInput({ filename = 'stdin', streams, signal }: InputOptions): Promise<Input> {
  const spool = createSpool();
  try {
    const source = await streamSource(streams.stdin, spool, { signal });
    const close = (): Promise<void> => source.close().then(() => spool.close());
    const name = basename(filename);
    return { file: STANDARD_STREAM, path: name, name, isStandardInput: true, source, close };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

/** @throws UsageError when standard input is named twice, or has a name without being an input */
export function checkInputs(files: readonly string[], filename: string | undefined): void {
  const times = files.filter((file) => file === STANDARD_STREAM).length;
  if (times > 1) throw new UsageError('Standard input can be read only once.');
  if (times === 0 && filename !== undefined) {
    throw new UsageError('--filename names what comes from standard input, but no input is -.');
  }
}
