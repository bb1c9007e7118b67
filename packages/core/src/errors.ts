/** A place in a file: the structure that was being read and, where known, its byte offset. */
export interface Where {
  /** The file as the caller named it. */
  readonly file?: string;
  /** What was being read or written, in the words of the format's specification: `fixed header`, `licence block 0`. */
  readonly structure?: string;
  /** Bytes from the start of the file (or of the stream, where `structure` names one). */
  readonly offset?: number;
}

/** What every error can carry beside its message. */
export interface ErrorDetails {
  readonly where?: Where;
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every code an error of ours can have: one per decision a caller can make. `docs/reference/errors.md` explains each. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Exit code of the command line and whether trying again later can help, per error code. Exit codes 1 and 3–19 are Node's own and never ours. */
export const ERROR_CODES = {
  UsageError: { exitCode: 2, retryable: false },
  NotProtected: { exitCode: 21, retryable: false },
  AlreadyProtected: { exitCode: 21, retryable: false },
  SignInNeeded: { exitCode: 30, retryable: false },
  AccessDenied: { exitCode: 31, retryable: false },
  Expired: { exitCode: 32, retryable: false },
  Revoked: { exitCode: 32, retryable: false },
  NetworkError: { exitCode: 40, retryable: true },
  Throttled: { exitCode: 41, retryable: true },
  ServiceError: { exitCode: 42, retryable: true },
  UnsupportedFormat: { exitCode: 50, retryable: false },
  NotSupportedByClient: { exitCode: 50, retryable: false },
  TemplateNotFound: { exitCode: 50, retryable: false },
  TemplateArchived: { exitCode: 50, retryable: false },
  CorruptFile: { exitCode: 51, retryable: false },
  Tampered: { exitCode: 51, retryable: false },
  LimitReached: { exitCode: 52, retryable: false },
  OutputExists: { exitCode: 60, retryable: false },
  CannotRead: { exitCode: 60, retryable: false },
  CannotWrite: { exitCode: 60, retryable: false },
  SomeFailed: { exitCode: 61, retryable: false },
  InternalError: { exitCode: 70, retryable: false },
  Aborted: { exitCode: 130, retryable: true },
} as const;

const BRAND: unique symbol = Symbol.for('rightsmith.error') as never;

/**
 * The base of every error that leaves a Rightsmith package. Never thrown itself: catch it, then decide by `code`.
 *
 * `RightsmithError.is(error)` also recognises errors of another installed copy of the package, where `instanceof` would not.
 */
export abstract class RightsmithError extends Error {
  readonly code: ErrorCode;
  /** The exit code of the command line for this error. */
  readonly exitCode: number;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  readonly where?: Where;
  readonly hint?: string;

  protected constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = code;
    this.code = code;
    this.exitCode = ERROR_CODES[code].exitCode;
    this.retryable = ERROR_CODES[code].retryable;
    if (details.where !== undefined) this.where = details.where;
    if (details.hint !== undefined) this.hint = details.hint;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether `error` is one of ours, whichever copy of the package made it. */
  static is(error: unknown): error is RightsmithError {
    return error instanceof Error && (error as { [BRAND]?: unknown })[BRAND] === true;
  }
}

/** The call or the command line makes no sense as given. */
export class UsageError extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('UsageError', message, details);
  }
}

/** The file carries no rights management, and the operation needs one that does. */
export class NotProtected extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('NotProtected', message, details);
  }
}

/** The file is protected already, so protecting it again would change nothing for the better. */
export class AlreadyProtected extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('AlreadyProtected', message, details);
  }
}

/** The service wants to know who is calling, or refused the proof it was given. */
export class SignInNeeded extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('SignInNeeded', message, details);
  }
}

/** The identity lacks the right. `right` names it, `referral` says whom to ask (a URL or `mailto:` address from the licence: untrusted text). */
export class AccessDenied extends RightsmithError {
  readonly right?: string;
  readonly referral?: string;

  constructor(message: string, details: ErrorDetails & { readonly right?: string; readonly referral?: string } = {}) {
    super('AccessDenied', message, details);
    if (details.right !== undefined) this.right = details.right;
    if (details.referral !== undefined) this.referral = details.referral;
  }
}

/** The content, a right or a licence is past its end (or before its start). */
export class Expired extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('Expired', message, details);
  }
}

/** The owner or an administrator withdrew access to this content. */
export class Revoked extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('Revoked', message, details);
  }
}

/** The service could not be reached. */
export class NetworkError extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('NetworkError', message, details);
  }
}

/** The service asked to slow down and the retries are used up. `retryAfterMs` is the wait it asked for, if it named one. */
export class Throttled extends RightsmithError {
  readonly retryAfterMs?: number;

  constructor(message: string, details: ErrorDetails & { readonly retryAfterMs?: number } = {}) {
    super('Throttled', message, details);
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}

/** The service answered, but not with what was asked for. */
export class ServiceError extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('ServiceError', message, details);
  }
}

/** Why a file's format is not supported for what was asked. */
export type UnsupportedReason = 'password' | 'signed' | 'form' | 'other-drm' | 'length-needed' | 'version' | 'unknown';

/** This kind of file (or this state of it) cannot be processed; `reason` says why. */
export class UnsupportedFormat extends RightsmithError {
  readonly reason: UnsupportedReason;

  constructor(message: string, details: ErrorDetails & { readonly reason?: UnsupportedReason } = {}) {
    super('UnsupportedFormat', message, details);
    this.reason = details.reason ?? 'unknown';
  }
}

/** The RMS client in use cannot do this; another may. */
export class NotSupportedByClient extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('NotSupportedByClient', message, details);
  }
}

/** No template has this id or name, or this identity may not use it. */
export class TemplateNotFound extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('TemplateNotFound', message, details);
  }
}

/** The template is archived: what it protects still opens, but nothing new is published with it. */
export class TemplateArchived extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('TemplateArchived', message, details);
  }
}

/** The bytes break the rules of their format; `where` names structure and offset. Also: a wrong key, which cannot be told apart. */
export class CorruptFile extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('CorruptFile', message, details);
  }
}

/** A signature or a binding between two signed things does not hold. */
export class Tampered extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('Tampered', message, details);
  }
}

/** A named limit was exceeded: `limit` names it, `maximum` is its value. */
export class LimitReached extends RightsmithError {
  readonly limit: string;
  readonly maximum: number;

  constructor(message: string, details: ErrorDetails & { readonly limit: string; readonly maximum: number }) {
    super('LimitReached', message, details);
    this.limit = details.limit;
    this.maximum = details.maximum;
  }
}

/** The output is there already and overwriting was not asked for. */
export class OutputExists extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('OutputExists', message, details);
  }
}

/** The input is missing or cannot be read. */
export class CannotRead extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('CannotRead', message, details);
  }
}

/** The output cannot be written. */
export class CannotWrite extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('CannotWrite', message, details);
  }
}

/** Of several files some failed; each has its own error in the results. */
export class SomeFailed extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('SomeFailed', message, details);
  }
}

/** A bug in Rightsmith or in a plugin: please report it. */
export class InternalError extends RightsmithError {
  constructor(message: string, details?: ErrorDetails) {
    super('InternalError', message, details);
  }
}

/** The caller's `AbortSignal` fired; nothing was left behind. */
export class Aborted extends RightsmithError {
  constructor(message = 'The operation was aborted.', details?: ErrorDetails) {
    super('Aborted', message, details);
  }
}

/** Throws {@link Aborted} when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Aborted(undefined, { cause: signal.reason });
}

/**
 * Runs code that a plugin may have written, so that only our errors leave it: ours pass, an abort becomes {@link Aborted},
 * anything else is a bug of `party`, such as `The format pfile`.
 */
export async function guarded<T>(party: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (RightsmithError.is(error)) throw error;
    const aborted = signal.aborted || (error instanceof Error && error.name === 'AbortError');
    throw aborted
      ? new Aborted(undefined, { cause: error })
      : new InternalError(`${party} failed unexpectedly.`, { cause: error });
  }
}
