import type { ErrorData, FileIdentity, Inspection, StagedFile, VerifyResult, Warning } from '@rightsmith/core';
import type { BulkTask, EngineModule } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import type { SkipReason } from '../plan/skip-reasons.js';
import type { InsidesData } from '../read/insides-data.js';
import type { ReadTask } from '../read/read-options.js';

/** What every thread of a run is told when it starts. */
export interface ThreadSetup {
  readonly task: BulkTask | ReadTask;
  readonly engine: EngineModule;
  readonly inPlace: boolean;
  readonly overwrite: boolean;
  /** Whether files are only looked at. */
  readonly dryRun: boolean;
  /** No file is begun when more than so many failed. */
  readonly maxErrors: number;
  /** Name of the channel whose first message ends what is being worked on. */
  readonly endChannel: string;
  readonly counters: SharedCounters;
}

/** Memory that all threads of a run share. */
export interface SharedCounters {
  /** One 64-bit number: bytes of content done by all threads. */
  readonly bytesDone: BigInt64Array;
  /** One number: files that failed in all threads. */
  readonly failed: Int32Array;
  /** 1 when no more files are to be begun. */
  readonly stopped: Int32Array;
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
  /** Not begun, or not to its end for a reason that is none of the file's. */
  | { readonly kind: 'later' }
  /** The thread has no engine, and so no other has. */
  | { readonly kind: 'unusable'; readonly error: ErrorData };

/** What a thread answers that only reads. */
export type ReadAnswer =
  | { readonly kind: 'inspected'; readonly facts: Inspection; readonly insides?: InsidesData }
  | { readonly kind: 'verified'; readonly report: VerifyResult }
  | Extract<FileAnswer, { readonly kind: 'skipped' | 'failed' | 'later' | 'unusable' }>;

/** What is answered where a thread ended. */
export type LostAnswer = Extract<FileAnswer, { readonly kind: 'failed' | 'later' }>;
