import {
  Aborted,
  AccessDenied,
  AlreadyProtected,
  CannotWrite,
  CorruptFile,
  InternalError,
  NetworkError,
  NotProtected,
  NotSupportedByClient,
  ServiceError,
  SignInNeeded,
  Tampered,
  TemplateNotFound,
  UnsupportedFormat,
  UsageError,
  type ErrorCode,
  type ErrorDetails,
  type RightsmithError,
} from '@rightsmith/core';
import type { Failure } from '../thread/messages.js';
import { HRESULTS } from './hresults.js';

type MakeError = new (message: string, details?: ErrorDetails) => RightsmithError;

/** The class of each code that the table of HRESULTs uses. */
const CLASSES: Readonly<Partial<Record<ErrorCode, MakeError>>> = {
  Aborted,
  AccessDenied,
  AlreadyProtected,
  CannotWrite,
  InternalError,
  NetworkError,
  NotProtected,
  NotSupportedByClient,
  ServiceError,
  SignInNeeded,
  Tampered,
  TemplateNotFound,
  UnsupportedFormat,
  UsageError,
};

/** Characters of the library's own words that an error shows. */
const MAXIMUM_TEXT = 300;

/** The error a caller gets for a failed operation. */
export function toError(failure: Failure): RightsmithError {
  switch (failure.kind) {
    case 'hresult':
      return hresultError(failure);
    case 'missing':
      return new NotSupportedByClient(failure.missing.message, { hint: failure.missing.hint });
    case 'no-issuer':
      return new NotSupportedByClient('The rights service allows this identity no policies of its own.', {
        hint: 'Protect with a template.',
      });
    case 'setting-ignored':
      return new NotSupportedByClient(`The installed RMS Client does not let the ${failure.setting} be chosen.`);
    case 'undecryptable':
      return undecryptable();
    case 'key-closed':
      return new UsageError('The content cipher is closed.');
    case 'unexpected':
      return new InternalError('Work with the RMS Client failed unexpectedly.', { cause: new Error(failure.message) });
  }
}

function hresultError({
  functionName,
  hresult,
  text,
  referral,
}: Failure & { readonly kind: 'hresult' }): RightsmithError {
  const number = `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
  const facts = HRESULTS.get(hresult);
  const name = facts === undefined ? number : `${facts.name} ${number}`;
  const said = text === undefined || text === '' ? '' : `; it says: ${text.slice(0, MAXIMUM_TEXT)}`;
  const sentence = facts?.message ?? 'The RMS Client failed for a reason that is not in its reference.';
  const message = `${sentence} (${name} of ${functionName}${said})`;
  const hint = referral === undefined ? facts?.hint : `Ask for access: ${referral}`;
  const details = { ...(hint !== undefined && { hint }) };
  const code = facts?.code ?? 'ServiceError';
  if (code === 'AccessDenied')
    return new AccessDenied(message, { ...details, ...(referral !== undefined && { referral }) });
  return new (CLASSES[code] ?? InternalError)(message, details);
}

/** One error for every reason; crypto.md §9. */
export function undecryptable(): CorruptFile {
  return new CorruptFile(
    'The encrypted content is damaged or cut short, or the key is not the one it was encrypted with.',
    { where: { structure: 'encrypted content' } },
  );
}
