import type {
  CallOptions,
  Clock,
  ErrorData,
  NewPolicy,
  ProtectRequest,
  RepublishRequest,
  Warning,
} from '@rightsmith/core';
import type { ProtectionRules } from './plan/rules.js';
import type { SkipReason } from './plan/skip-reasons.js';
import type { Manifest } from './shard/manifest.js';

/** What is done with the files. */
export type BulkVerb = BulkTask['verb'];

/** Options of every call of the engine. */
export type FileCallOptions = Pick<CallOptions, 'settings' | 'offline'>;

/** What is to be done with every file; plain data, since it goes to threads. */
export type BulkTask =
  | {
      readonly verb: 'protect';
      readonly request: Omit<ProtectRequest, 'name' | 'inPlace' | 'check'>;
      readonly call?: FileCallOptions;
    }
  | { readonly verb: 'unprotect'; readonly call?: FileCallOptions }
  | {
      readonly verb: 'republish';
      readonly request: Pick<RepublishRequest, 'signedData' | 'rekey' | 'labels'> & {
        readonly policy?: NewPolicy;
        readonly owner?: string;
      };
      readonly call?: FileCallOptions;
    };

/** Which files. */
export interface InputChoice {
  /** Files, folders and, where there is no file of this name, glob patterns. */
  readonly files: readonly string[];
  /** Whether folders are looked through, with all folders in them. Default false: a folder is an error. */
  readonly recursive?: boolean;
  /** Glob patterns; of the files in folders only those that match one. A pattern without a slash is about the name alone. */
  readonly include?: readonly string[];
  /** Glob patterns; files and folders in folders that match one are left alone. */
  readonly exclude?: readonly string[];
}

/** Where results go. Default: beside their inputs, under the names other programs know. */
export interface OutputChoice {
  /** Results take the place of their inputs. */
  readonly inPlace?: boolean;
  /** Folder the results go to, in the folders their inputs are in. */
  readonly folder?: string;
  /** Whether other files that are there are replaced. Default false. */
  readonly overwrite?: boolean;
}

/**
 * Where threads get their engine: a module that exports `openEngine`, an {@link OpenEngine}, and what that is given. Nothing
 * secret belongs into `data` that the module can find itself.
 */
export interface EngineModule {
  /** A `file:` URL. */
  readonly url: string;
  /** Plain data. */
  readonly data: unknown;
}

/** How a run goes. */
export interface BulkOptions {
  readonly task: BulkTask;
  /** Not asked where there is a manifest. */
  readonly input: InputChoice;
  /** A plan that was made elsewhere. */
  readonly manifest?: Manifest;
  readonly output?: OutputChoice;
  /** What the administrator says about single extensions, when the task is to protect. */
  readonly rules?: ProtectionRules;
  /** Files and folders that are never protected, however they were named: what the engine itself needs. */
  readonly home?: readonly string[];
  readonly engine: EngineModule;
  /** What tells this run from others that could continue its journal. Default: task, input, output and rules. */
  readonly identity?: unknown;
  /** Threads that work at the same time. Default: as many as there are processors. */
  readonly jobs?: number;
  /** Path of the journal: made, or continued if it is there. Absent: none is kept. */
  readonly journal?: string;
  /** The run ends when more files than this failed; what was begun is finished. Default: never. */
  readonly maxErrors?: number;
  /** Whether results of earlier runs on the same journal are told again. Default false. */
  readonly repeatResults?: boolean;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Told now and then how far the run has come. */
  readonly progress?: (progress: BulkProgress) => void;
}

/** What became of one file; plain JSON. docs/reference/bulk.md lists the members. */
export interface FileResult {
  /** As it was named or found. */
  readonly file: string;
  readonly action: BulkVerb;
  /** Whether nothing went wrong: done, or skipped for a reason. */
  readonly ok: boolean;
  readonly status: 'done' | 'skipped' | 'failed' | 'planned';
  /** Why it was skipped. */
  readonly reason?: SkipReason;
  /** Path of the result. */
  readonly output?: string;
  /** Id of the format. */
  readonly format?: string;
  readonly contentId?: string;
  readonly replacedContentId?: string;
  readonly owner?: string;
  /** Of the result, in bytes. */
  readonly size?: number;
  /** Of the result, hexadecimal. */
  readonly sha256?: string;
  readonly warnings?: readonly Warning[];
  readonly error?: ErrorData;
}

/** How many files came to what. */
export interface BulkSummary {
  readonly files: number;
  readonly done: number;
  readonly planned: number;
  readonly failed: number;
  /** How many were skipped, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** How many failed, by error code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Files of the plan that were not begun, because the run ended before. */
  readonly left: number;
  /** Bytes of the files done. */
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** How far a run has come. */
export interface BulkProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
  readonly failed: number;
  readonly elapsedMs: number;
  /** Estimated; absent while nobody can know. */
  readonly remainingMs?: number;
}
