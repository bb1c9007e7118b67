import type { ErrorData, FileIdentity, StagedFile, Warning } from '@rightsmith/core';
import type { BulkTask, EngineModule } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import type { SkipReason } from '../plan/skip-reasons.js';

/** What every thread of a run is told when it starts. */
export interface ThreadSetup {
  readonly task: BulkTask;
  readonly engine: EngineModule;
  readonly inPlace: boolean;
  readonly overwrite: boolean;
  /** Whether files are only looked at. */
  readonly dryRun: boolean;
  /** Name of the channel whose first message ends what is being worked on. */
  readonly endChannel: string;
  /** One 64-bit number: bytes of content done by all threads. */
  readonly bytesDone: SharedArrayBuffer;
}

/** What a thread is to work on. */
export interface FileOrder extends Pick<PlanEntry, 'as'> {
  /** Absolute. */
  readonly path: string;
  /** Folder of the result, absolute; absent: that of the file. */
  readonly into?: string;
  /** How many threads its cipher may use. */
  readonly threads: number;
}

/** What is known about a result. */
export interface ResultFacts {
  readonly format: string;
  readonly contentId: string;
  readonly replacedContentId?: string;
  readonly owner?: string;
  readonly size: number;
  readonly sha256: string;
  readonly warnings: readonly Warning[];
}

/** A result that is checked and flushed, but not in its place. */
export interface PreparedFile {
  readonly kind: 'prepared';
  readonly staged: StagedFile;
  readonly source: FileIdentity;
  readonly facts: ResultFacts;
}

/** What a thread answers. */
export type FileAnswer =
  | PreparedFile
  /** Only looked at: it would be worked on. */
  | { readonly kind: 'fit'; readonly format: string }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly format?: string }
  | { readonly kind: 'failed'; readonly error: ErrorData }
  /** The thread has no engine, and so no other has. */
  | { readonly kind: 'unusable'; readonly error: ErrorData };
