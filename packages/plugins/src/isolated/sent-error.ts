import {
  ERROR_CODES,
  ERROR_FACTS,
  errorData,
  errorFromData,
  InternalError,
  RightsmithError,
  type ErrorCode,
  type Where,
} from '@rightsmith/core';

/** An error as data. */
export interface SentError {
  /** Absent for what is not of the catalogue. */
  readonly code?: string;
  readonly message: string;
  readonly where?: Where;
  readonly hint?: string;
  /** Members of single classes: `reason`, `limit`, `maximum`, `right`, `referral`. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Number of the question whose answer this error was; the host throws the very error again. */
  readonly origin?: number;
}

/** More than any message of ours has. */
const MOST_CHARACTERS = 4000;

/** The error as data. */
export function sentError(error: unknown, origin?: number): SentError {
  const from = origin === undefined ? {} : { origin };
  if (!RightsmithError.is(error)) return { message: textOf(error), ...from };
  return { ...errorData(error), ...from };
}

/** The error of the data, which may say anything; what is not of the catalogue becomes InternalError of `party`. */
export function receivedError(sent: SentError | undefined, party: string): RightsmithError {
  const message = clipped(sent?.message) ?? 'It gives no reason.';
  if (typeof sent?.code !== 'string' || !Object.hasOwn(ERROR_CODES, sent.code)) {
    return new InternalError(`${party} failed unexpectedly.`, { cause: new Error(message) });
  }
  const where = checkedWhere(sent.where);
  const hint = clipped(sent.hint);
  return errorFromData({
    code: sent.code as ErrorCode,
    message,
    ...(where !== undefined && { where }),
    ...(hint !== undefined && { hint }),
    facts: checkedFacts(sent.facts),
  });
}

/** A place in a file as far as it is one. */
export function checkedWhere(where: unknown): Where | undefined {
  if (typeof where !== 'object' || where === null) return undefined;
  const { file, structure, offset } = where as Readonly<Record<string, unknown>>;
  const texts = { file: clipped(file), structure: clipped(structure) };
  return {
    ...(texts.file !== undefined && { file: texts.file }),
    ...(texts.structure !== undefined && { structure: texts.structure }),
    ...(typeof offset === 'number' && { offset }),
  };
}

function checkedFacts(facts: unknown): Readonly<Record<string, string | number>> {
  if (typeof facts !== 'object' || facts === null) return {};
  const isFact = ([name, value]: [string, unknown]): boolean =>
    ERROR_FACTS.includes(name) && ['string', 'number'].includes(typeof value);
  return Object.fromEntries(Object.entries(facts).filter(isFact));
}

function clipped(text: unknown): string | undefined {
  return typeof text === 'string' ? text.slice(0, MOST_CHARACTERS) : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
