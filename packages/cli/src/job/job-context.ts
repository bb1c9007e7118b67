import type { Clock } from '@rightsmith/core';
import type { Wiring } from '../wiring.js';
import type { StandardStreams } from './streams.js';

/** Surroundings of a running job. */
export interface JobContext {
  readonly wiring: Wiring;
  readonly streams: StandardStreams;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}
