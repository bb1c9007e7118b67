import { accessSync, constants, statSync } from 'node:fs';
import type { ErrorCode, RightsmithError, UnsupportedReason } from '@rightsmith/core';

/** What to do next after an error that does not say it itself. */
const NEXT_STEPS: Readonly<Record<Exclude<ErrorCode, 'UsageError'>, string>> = {
  NotProtected: 'Nothing has to be opened here: use the file as it is.',
  AlreadyProtected: 'Unprotect it first if it needs another policy.',
  SignInNeeded: 'Sign in, or unlock the key, and try again.',
  AccessDenied: 'Ask the owner of the file for access.',
  Expired: 'Ask the owner of the file for a new copy.',
  Revoked: 'Ask the owner of the file whether you may have it again.',
  NetworkError: 'Check the connection and try again.',
  Throttled: 'Wait a while and try again.',
  ServiceError: 'Try again later. If it stays so, tell the administrator of the service.',
  UnsupportedFormat: 'See rightsmith formats for what can be processed.',
  NotSupportedByClient: 'Use a service that can do it, or a use licence from the service of the file (--use-license).',
  TemplateNotFound: 'See rightsmith templates list.',
  TemplateArchived: 'Choose another one: see rightsmith templates list.',
  CorruptFile: 'Get the file once more from where it came from.',
  Tampered: 'Do not trust the file. Get it once more from its owner.',
  LimitReached: 'Make sure that the file is what it should be. The library has options for the limits.',
  OutputExists: 'Choose another name by -o OUT, or overwrite by --force.',
  CannotRead: 'Make sure that it is there and may be read.',
  CannotWrite: 'Make sure that there is room and that the folder may be written.',
  SomeFailed: 'See the errors of the single files.',
  InternalError: 'This is a bug. Please report it with what --verbose prints.',
  Aborted: 'Nothing was left behind. Run it again when you like.',
};

/** What to do next with a file that cannot be processed as it is. */
const NEXT_STEPS_BY_REASON: Partial<Readonly<Record<UnsupportedReason, string>>> = {
  password: 'Remove the password with the program that set it, and try again.',
  signed: 'Protect it all the same by --allow-signed if its signatures need not hold afterwards.',
  'other-drm':
    'Open it with the program that protected it. To keep it as it is in a file of another kind, protect it by --pfile.',
  form: 'Save it as an ordinary PDF with the program that made the form, or wrap it as it is by --pfile.',
};

/**
 * What to do next after an error: what it says, else whom its licence says to ask (untrusted text), else what is usual.
 *
 * @param verb - what was being done, where that is known
 */
export function nextStep(error: RightsmithError, verb?: string): string {
  if (isFolderUnasked(error, verb)) return 'Say --recursive to work on all files in it.';
  if (error.hint !== undefined) return error.hint;
  const { referral, reason } = error as { readonly referral?: string; readonly reason?: UnsupportedReason };
  if (referral !== undefined) return `Ask for access: ${referral}`;
  if (error.code === 'UsageError') return helpHint(verb);
  return (reason && NEXT_STEPS_BY_REASON[reason]) ?? NEXT_STEPS[error.code];
}

/** Verbs that have --recursive. */
const RECURSIVE: ReadonlySet<string> = new Set([
  'protect',
  'unprotect',
  'republish',
  'migrate',
  'inspect',
  'status',
  'verify',
]);

function isFolderUnasked({ code, where }: RightsmithError, verb: string | undefined): boolean {
  if (code !== 'CannotRead' || where?.file === undefined || verb === undefined || !RECURSIVE.has(verb)) return false;
  return isReadableFolder(where.file);
}

function isReadableFolder(path: string): boolean {
  try {
    if (!statSync(path).isDirectory()) return false;
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a verb is explained, or which verbs there are. */
export function helpHint(verb?: string): string {
  return `See rightsmith ${verb === undefined ? '' : `${verb} `}--help.`;
}
