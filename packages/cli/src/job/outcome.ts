import { InternalError, RightsmithError, SomeFailed } from '@rightsmith/core';
import type { Warning } from '@rightsmith/core';
import { nextStep } from './next-step.js';

/** What became of one file (or of the whole job, for verbs without files). */
export type Outcome<Result extends object = object> = DoneOutcome<Result> | FailedOutcome;

/** It was done. */
export interface DoneOutcome<Result extends object> {
  /** What `--json` prints, plain JSON; docs/reference/cli.md documents it per verb. */
  readonly result: Result;
  /** What a person reads: lines without the last line feed; empty: nothing to say. */
  readonly text: string;
  readonly warnings: readonly Warning[];
  /** Exit code of an answer that is no. */
  readonly answer?: number;
  /** Of the whole job, after those of its files. */
  readonly isSummary?: boolean;
  readonly error?: undefined;
}

/** It failed. */
export interface FailedOutcome {
  readonly result: object;
  readonly text: string;
  readonly warnings: readonly Warning[];
  readonly error: RightsmithError;
  /** The input; absent for verbs without files. */
  readonly file: string;
  /** What to do next; absent: what the error says. */
  readonly hint?: string;
}

/** Members of single error classes that JSON shows too. */
const ERROR_FACTS = ['reason', 'right', 'referral', 'limit', 'maximum'] as const;

/** The outcome of a file that failed; a `hint` replaces the error's own. */
export function failedOutcome(file: string, error: RightsmithError, hint?: string): FailedOutcome {
  return {
    result: { file, ok: false, error: errorJson(error, hint), warnings: [] },
    text: '',
    warnings: [],
    error,
    file,
    ...(hint !== undefined && { hint }),
  };
}

/** The same outcome of a job with this verb, with the usual next step where nothing else says one. */
export function withNextStep(outcome: Outcome, verb: string): Outcome {
  const { error, result } = outcome;
  if (error === undefined || outcome.hint !== undefined) return outcome;
  const hint = nextStep(error, verb);
  return { ...outcome, hint, result: 'error' in result ? { ...result, error: errorJson(error, hint) } : result };
}

/** An error as JSON shows it. */
export function errorJson(error: RightsmithError, hint: string = nextStep(error)): object {
  const facts = error as unknown as Readonly<Record<string, unknown>>;
  return {
    code: error.code,
    message: error.message,
    ...(error.where !== undefined && { where: error.where }),
    hint,
    ...Object.fromEntries(ERROR_FACTS.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]])),
  };
}

/** The error itself if it is ours; anything else is a bug. */
export function asRightsmithError(error: unknown): RightsmithError {
  if (RightsmithError.is(error)) return error;
  return new InternalError('Rightsmith failed unexpectedly.', { cause: error });
}

/** What to say after several files of which some failed. */
export function someFailed(failed: number, all: number): SomeFailed {
  return new SomeFailed(`${failed} of ${all} files failed.`);
}
