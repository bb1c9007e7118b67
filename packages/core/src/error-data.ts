import * as errors from './errors.js';
import type { ErrorCode, RightsmithError, Where } from './errors.js';

/** An error of ours as plain data, to cross threads and processes and to be kept. Its cause and its stack stay behind. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: Where;
  readonly hint?: string;
  /** Members of single classes: `reason`, `limit`, `maximum`, `right`, `referral`, `retryAfterMs`. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Names of the members of {@link ErrorData.facts}. */
export const ERROR_FACTS: readonly string[] = ['reason', 'limit', 'maximum', 'right', 'referral', 'retryAfterMs'];

/** The error as data. */
export function errorData(error: RightsmithError): ErrorData {
  const members = error as unknown as Readonly<Record<string, string | number | undefined>>;
  const facts = ERROR_FACTS.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]] as const]));
  return {
    code: error.code,
    message: error.message,
    ...(error.where !== undefined && { where: error.where }),
    ...(error.hint !== undefined && { hint: error.hint }),
    facts: Object.fromEntries(facts),
  };
}

type ErrorClass = new (message: string, details: object) => RightsmithError;

/** An error of the class that the data names; InternalError where no class of this version has its code. */
export function errorFromData({ code, message, where, hint, facts }: ErrorData): RightsmithError {
  if (!Object.hasOwn(errors.ERROR_CODES, code)) {
    return new errors.InternalError(`${message} [${code}]`, { ...(where !== undefined && { where }) });
  }
  // Every class has the name of its code.
  return new (errors[code] as unknown as ErrorClass)(message, {
    ...facts,
    ...(where !== undefined && { where }),
    ...(hint !== undefined && { hint }),
  });
}
