import type { RightsEngine } from '@rightsmith/core';
import type { BulkTask } from '../options.js';

/** What the work on a file is done with. */
export interface Surroundings {
  readonly engine: RightsEngine;
  readonly task: BulkTask;
  readonly inPlace: boolean;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
  /** Folders that were made for results, or were there. */
  readonly madeFolders: Set<string>;
  /** To be told of content bytes that are done. */
  readonly addBytes: (bytes: number) => void;
}
