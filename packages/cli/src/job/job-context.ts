import type { Clock } from '@rightsmith/core';
import type { Wiring } from '../wiring.js';
import type { StandardStreams } from './streams.js';

/** Surroundings of a running job. */
export interface JobContext {
  readonly wiring: Wiring;
  readonly streams: StandardStreams;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Absent: nobody watches. */
  readonly watch?: ProgressWatch | undefined;
  /** Shows how far the work on many files has come, on one line; absent: nobody watches. */
  readonly showProgress?: ((text: string) => void) | undefined;
}

/** Starts to watch the work on one file. */
export type ProgressWatch = (name: string, totalBytes: number | undefined) => FileProgress;

/** Hears how far the work on one file has come. */
export interface FileProgress {
  advance(bytesDone: number): void;
  end(): void;
}
