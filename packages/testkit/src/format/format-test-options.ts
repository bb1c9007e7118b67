import type { FormatHandler, JsonObject } from '@rightsmith/core';
import type { SparseSample } from './sparse-files.js';

/** A plain file. */
export interface FormatSample {
  /** File name, for its extension. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The format to test and what it is tested with. */
export interface FormatTestOptions {
  /** Makes a handler. Called for every test anew. */
  readonly create: () => FormatHandler;
  /** Plain files the format can protect; at least one, none of them empty, and the first a small one: many tests use only that. */
  readonly samples: readonly FormatSample[];
  /** Files of other formats that look like one's own, beside those the kit makes. */
  readonly foreign?: readonly FormatSample[];
  /**
   * A plain file of exactly so many bytes (0 to 8 MiB), or `undefined` where the format has none of that size. With it the
   * format is tested at every size that matters. A format for any file needs no such function.
   */
  readonly ofSize?: (bytes: number) => FormatSample | undefined;
  /**
   * A plain file of exactly so many bytes that is mostly zeros and not in memory, or `undefined` where the format has none of that
   * size. With it the format's need of memory is tested. A format for any file needs no such function.
   */
  readonly sparseOfSize?: (bytes: number) => SparseSample | undefined;
  /** Also test with more than 4 GiB, which takes a minute. Default `false`. */
  readonly huge?: boolean;
  /** The format stores the labels of an envelope, and `inspect` reads them back. Default `false`. */
  readonly keepsLabels?: boolean;
  /** The handler's options, given to it with every call. */
  readonly settings?: JsonObject;
}
