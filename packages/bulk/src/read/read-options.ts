import type { Inspection, Insides, RightsmithError, VerifyResult } from '@rightsmith/core';
import type { EngineModule, FileCallOptions, InputChoice } from '../options.js';
import type { SkipReason } from '../plan/skip-reasons.js';

/** What is found out about every file, without a key; plain data, since it goes to threads. */
export type ReadTask =
  | {
      readonly verb: 'inspect';
      /** Whether the files inside containers are inspected too. Default false. */
      readonly inside?: boolean;
      readonly call?: FileCallOptions;
    }
  | { readonly verb: 'verify'; readonly call?: FileCallOptions };

/** Which files. They are asked for as they are needed, so that a list may be as long as it likes. */
export interface ReadInput extends Omit<InputChoice, 'files'> {
  /** As in {@link InputChoice}; one that is named several times is told of as often. */
  readonly files: Iterable<string> | AsyncIterable<string>;
}

/** How a run that only reads goes. */
export interface ReadOptions {
  readonly task: ReadTask;
  readonly input: ReadInput;
  /** It is asked for what needs no key only. */
  readonly engine: EngineModule;
  /** Threads that work at the same time. Default: as many as there are processors. */
  readonly jobs?: number;
  /** The run ends when more files than this failed; what was begun is finished. Default: never. */
  readonly maxErrors?: number;
  readonly signal?: AbortSignal;
  /** Told now and then how far the run has come. */
  readonly progress?: (progress: ReadProgress) => void;
}

/** What was found out about one file. Errors are those of the engine; CannotRead. */
export type ReadResult =
  | { readonly file: string; readonly status: 'inspected'; readonly facts: Inspection; readonly insides?: Insides }
  | { readonly file: string; readonly status: 'verified'; readonly report: VerifyResult }
  /** The report is there where it is the reason: a signature does not hold. */
  | {
      readonly file: string;
      readonly status: 'failed';
      readonly error: RightsmithError;
      readonly report?: VerifyResult;
    }
  | { readonly file: string; readonly status: 'skipped'; readonly reason: SkipReason };

/** What files were found to be. */
export type Finding = Inspection['status'] | 'verified';

/** How many files came to what. */
export interface ReadSummary {
  /** Told of. */
  readonly files: number;
  readonly found: Readonly<Partial<Record<Finding, number>>>;
  readonly failed: number;
  /** How many were skipped, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** How many failed, by error code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Whether these are all files, or the run ended before. */
  readonly complete: boolean;
  readonly elapsedMs: number;
}

/** How far a run that only reads has come; how many files there are is known in the end. */
export interface ReadProgress {
  readonly filesDone: number;
  readonly failed: number;
  readonly elapsedMs: number;
}
