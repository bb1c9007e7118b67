import type { ErrorDetails, Where } from '../errors.js';
import { CannotRead, CannotWrite, RightsmithError, UsageError } from '../errors.js';

interface Explanation {
  readonly problem: string;
  /** What to do next; the other two stand instead of it where the directions differ. */
  readonly hint?: string;
  readonly readHint?: string;
  readonly writeHint?: string;
}

/** The system's error codes in plain words. */
const EXPLANATIONS: Readonly<Record<string, Explanation | undefined>> = {
  EACCES: { problem: 'permission denied', hint: 'Check the permissions of the file and of its folder.' },
  EBUSY: { problem: 'in use by another program', hint: 'Close the program that uses it.' },
  EDQUOT: { problem: 'the disk quota is used up', hint: 'Free some space or choose another folder.' },
  EEXIST: { problem: 'something else has that name', hint: 'Choose another name, or remove what is there.' },
  EFBIG: { problem: 'too large for the file system', hint: 'Choose a folder on another file system.' },
  EIO: { problem: 'the device failed', hint: 'Check the disk.' },
  EISDIR: { problem: 'it is a folder', hint: 'Name a file.' },
  ELOOP: { problem: 'its symbolic links lead in a circle', hint: 'Name the file itself.' },
  EMFILE: { problem: 'too many open files', hint: 'Process fewer files at once.' },
  ENAMETOOLONG: { problem: 'the name is too long', hint: 'Choose a shorter name.' },
  ENFILE: { problem: 'too many open files in the system', hint: 'Process fewer files at once.' },
  ENOENT: {
    problem: 'no such file or folder',
    readHint: 'Check the name.',
    writeHint: 'Create the folder first, or choose another.',
  },
  ENOSPC: { problem: 'the disk is full', hint: 'Free some space or choose another folder.' },
  ENOTDIR: { problem: 'a part of the path is not a folder', hint: 'Check the path.' },
  EPERM: { problem: 'not permitted', hint: 'Check the permissions of the file and of its folder.' },
  EPIPE: { problem: 'the reader closed the stream', hint: 'Keep the receiving program running until the end.' },
  EROFS: { problem: 'the file system is read-only', hint: 'Choose another folder.' },
};

/** The code of a system error, such as `ENOENT`; undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/**
 * The error to throw when reading `name` failed: {@link CannotRead}, UsageError when `name` cannot be a path at all, or
 * `cause` itself when it is one of ours.
 */
export function readFailure(name: string, cause: unknown): RightsmithError {
  if (RightsmithError.is(cause)) return cause;
  if (isInvalidPath(cause)) return invalidPath(cause);
  const { problem, hint, readHint = hint } = explain(cause);
  return new CannotRead(`Cannot read ${name}: ${problem}.`, details({ file: name }, cause, readHint));
}

/** As {@link readFailure}, for writing: {@link CannotWrite}. */
export function writeFailure(name: string, cause: unknown, where: Where = { file: name }): RightsmithError {
  if (RightsmithError.is(cause)) return cause;
  if (isInvalidPath(cause)) return invalidPath(cause);
  const { problem, hint, writeHint = hint } = explain(cause);
  return new CannotWrite(`Cannot write ${name}: ${problem}.`, details(where, cause, writeHint));
}

function explain(cause: unknown): Explanation {
  const code = systemErrorCode(cause) ?? 'the operation failed';
  return EXPLANATIONS[code] ?? { problem: code };
}

function isInvalidPath(cause: unknown): boolean {
  return systemErrorCode(cause)?.startsWith('ERR_INVALID_ARG_') === true;
}

function invalidPath(cause: unknown): UsageError {
  return new UsageError('The path is not one the file system can have.', {
    cause,
    hint: 'Give a text without NUL characters.',
  });
}

function details(where: Where, cause: unknown, hint: string | undefined): ErrorDetails {
  return { where, cause, ...(hint === undefined ? {} : { hint }) };
}
