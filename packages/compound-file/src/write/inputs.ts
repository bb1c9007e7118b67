import type { ByteSink, ByteSource, RunOptions } from '@rightsmith/core';
import type { CompoundPath } from '../types.js';

/** A storage to be written. One that no entry names, but a path leads through, is written with none of these facts. */
export interface StorageInput {
  readonly kind: 'storage';
  /** Empty: the root. */
  readonly path: CompoundPath;
  /** A GUID in lower case without braces. */
  readonly classId?: string | undefined;
  readonly created?: Date | undefined;
  readonly modified?: Date | undefined;
  /** 32 bits. */
  readonly stateBits?: number | undefined;
}

/** A stream whose content is made while it is written. */
export interface StreamWriter {
  /** Bytes that `write` will give, exactly. */
  readonly size: number;
  /** Called once. The options are those of the whole writing, but for `progress`, which counts the bytes of this content. */
  write(sink: ByteSink, options: RunOptions): Promise<void>;
}

/** A stream to be written. */
export interface StreamInput<Content extends { readonly size: number } = ByteSource | StreamWriter> {
  readonly kind: 'stream';
  readonly path: CompoundPath;
  readonly content: Content;
}

/** Anything to be written. */
export type CompoundInput = StorageInput | StreamInput;

/** The same without contents: their sizes are enough to lay out a file. */
export type PlannedInput = StorageInput | StreamInput<{ readonly size: number }>;
