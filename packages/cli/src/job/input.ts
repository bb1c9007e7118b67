import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createSpool, fileSource, streamSource, UsageError } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import type { StandardStreams } from './streams.js';

/** How the command line names standard input and output. */
export const STANDARD_STREAM = '-';

/** One input and its names. */
export interface Input {
  /** As the caller wrote it. */
  readonly file: string;
  /** Where it is; with symbolic links followed for a job in place. For standard input its name. */
  readonly path: string;
  /** The same without folders; for its extension and for naming results. */
  readonly name: string;
  readonly isStandardInput: boolean;
  /** Bytes; undefined for a stream. */
  readonly size: number | undefined;
  /** Idempotent. */
  close(): Promise<void>;
}

/** An input to read by range. */
export interface SourceInput extends Input {
  readonly source: ByteSource;
}

/** An input to read by range or, if it is standard input, once from its beginning to its end. */
export interface ContentInput extends Input {
  readonly content: ByteSource | Readable;
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
export async function openInput(file: string, options: InputOptions): Promise<SourceInput> {
  return file === STANDARD_STREAM ? openSpooledInput(options) : openFile(file, options);
}

/** Opens a file, or gives standard input as it is; who reads that ends it. @throws CannotRead */
export function openContentInput(file: string, options: InputOptions): ContentInput {
  if (file === STANDARD_STREAM) {
    return {
      ...standardInput(options),
      size: undefined,
      content: options.streams.stdin,
      close: () => Promise.resolve(),
    };
  }
  const input = openFile(file, options);
  return { ...input, content: input.source };
}

function openFile(file: string, { inPlace = false }: InputOptions): SourceInput {
  const source = fileSource(file);
  const path = inPlace ? realpathSync(file) : file;
  const close = (): Promise<void> => source.close();
  return { file, path, name: basename(path), isStandardInput: false, size: source.size, source, close };
}

async function openSpooledInput(options: InputOptions): Promise<SourceInput> {
  const spool = createSpool();
  try {
    const source = await streamSource(options.streams.stdin, spool, { signal: options.signal });
    const close = (): Promise<void> => source.close().then(() => spool.close());
    return { ...standardInput(options), size: source.size, source, close };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

function standardInput({
  filename = 'stdin',
}: InputOptions): Pick<Input, 'file' | 'path' | 'name' | 'isStandardInput'> {
  const name = basename(filename);
  return { file: STANDARD_STREAM, path: name, name, isStandardInput: true };
}

/** @throws UsageError when standard input is named twice, or has a name without being an input */
export function checkInputs(files: readonly string[], filename: string | undefined): void {
  const times = files.filter((file) => file === STANDARD_STREAM).length;
  if (times > 1) throw new UsageError('Standard input can be read only once.');
  if (times === 0 && filename !== undefined) {
    throw new UsageError('--filename names what comes from standard input, but no input is -.');
  }
}
