import type { ErrorCode } from '@rightsmith/core';

/** What an HRESULT means here. */
export interface HresultFacts {
  /** As the reference names it, without its prefix. */
  readonly name: string;
  /** The error a caller gets; absent: it is no failure. */
  readonly code?: ErrorCode;
  /** A sentence. */
  readonly message: string;
  /** What to do next, a sentence. */
  readonly hint?: string;
}

const CLOSE_DEBUGGER = 'Run without a native debugger.';
const TELL_US = 'Please report this as a bug.';

/** The one table of HRESULTs; rms-client-features.md §18. */
export const HRESULTS: ReadonlyMap<number, HresultFacts> = new Map<number, HresultFacts>([
  [0x8004_0200, { name: 'USER_RIGHTS_NOT_SET', code: 'UsageError', message: 'The policy grants nothing to anybody.' }],
  [
    0x8004_0201,
    {
      name: 'AD_ENTRY_NOT_FOUND',
      code: 'UsageError',
      message: 'A user has no mail address in the directory.',
      hint: 'Ask the administrator of the directory.',
    },
  ],
  [
    0x8004_0202,
    {
      name: 'APPLICATION_AUTH_ERROR_AUTHENTICODE',
      code: 'NotSupportedByClient',
      message: 'The RMS Client does not trust the signature of this program.',
      hint: 'Use node.exe as its makers signed it, not a repackaged one.',
    },
  ],
  [
    0x8004_0203,
    {
      name: 'APPLICATION_AUTH_ERROR_MANIFEST',
      code: 'NotSupportedByClient',
      message: 'The RMS Client wants a manifest of this program.',
      hint: 'Install the latest RMS Client 2.1, which wants none.',
    },
  ],
  [
    0x8004_0204,
    {
      name: 'BROKEN_CERT_CHAIN',
      code: 'Tampered',
      message: 'The licence does not hold: its chain of certificates is not trusted.',
    },
  ],
  [
    0x8004_0205,
    {
      name: 'CLOCK_ROLL_BACK_DETECTED',
      code: 'ServiceError',
      message: 'The clock of this machine was set back.',
      hint: 'Set the clock right.',
    },
  ],
  [
    0x8004_0206,
    {
      name: 'CRYPTO_OPERATION_UNSUPPORTED',
      code: 'NotSupportedByClient',
      message: 'The installed RMS Client does not know the algorithm.',
      hint: 'Install the latest RMS Client 2.1.',
    },
  ],
  [
    0x8004_0207,
    {
      name: 'DEBUGGER_DETECTED',
      code: 'NotSupportedByClient',
      message: 'The RMS Client does not work under a debugger.',
      hint: CLOSE_DEBUGGER,
    },
  ],
  [
    0x8004_0208,
    { name: 'LOCALE_NOT_FOUND', code: 'UsageError', message: 'There is no text in the language asked for.' },
  ],
  [
    0x8004_0209,
    { name: 'ILS_ERROR', code: 'NetworkError', message: 'The service for Microsoft accounts cannot be reached.' },
  ],
  [
    0x8004_020a,
    {
      name: 'SERVER_RESPONSE_NOT_VALID',
      code: 'ServiceError',
      message: 'The answer of the rights service makes no sense.',
    },
  ],
  [
    0x8004_020b,
    {
      name: 'OS_VERSION_NOT_TRUSTED',
      code: 'AccessDenied',
      message: 'The policy does not allow this version of the operating system.',
    },
  ],
  [
    0x8004_020c,
    {
      name: 'ISSUANCELICENSE_LENGTH_LIMIT_EXCEEDED',
      code: 'UsageError',
      message: 'The policy names too many users.',
      hint: 'Grant rights to groups instead of many single users.',
    },
  ],
  [
    0x8004_020d,
    {
      name: 'NEEDS_ONLINE',
      code: 'NetworkError',
      message: 'This needs the rights service, and the network must not be used.',
      hint: 'Do it once while online.',
    },
  ],
  [
    0x8004_020e,
    {
      name: 'NEEDS_UI',
      code: 'SignInNeeded',
      message: 'The RMS Client would have to ask somebody, and nobody is there.',
      hint: 'Run it in a terminal, or give a credential.',
    },
  ],
  [0x8004_020f, { name: 'NOT_BLOCK_ALIGNED', code: 'UsageError', message: 'A run is not a multiple of the block.' }],
  [
    0x8004_0210,
    {
      name: 'PROPERTY_ALREADY_SET',
      code: 'UsageError',
      message: 'This was set before in this process, to something else.',
      hint: 'Use one setting per process.',
    },
  ],
  [
    0x8004_0211,
    { name: 'RIGHT_NOT_GRANTED', code: 'AccessDenied', message: 'The rights service grants no right for this.' },
  ],
  [
    0x8004_0212,
    {
      name: 'SAFEMODE_OS_DETECTED',
      code: 'NotSupportedByClient',
      message: 'The RMS Client does not work in the safe mode of Windows.',
    },
  ],
  [0x8004_0214, { name: 'SERVER_ERROR', code: 'NetworkError', message: 'The rights service cannot be reached.' }],
  [
    0x8004_0215,
    { name: 'MACHINE_NOT_TRUSTED', code: 'AccessDenied', message: 'The rights service does not allow this machine.' },
  ],
  [
    0x8004_0216,
    {
      name: 'NEEDS_KEY_PARAMETER',
      code: 'InternalError',
      message: 'A property was asked for without the key it needs.',
      hint: TELL_US,
    },
  ],
  [
    0x8004_0217,
    {
      name: 'LICENSE_INTERVAL_TIME_NOT_SET',
      code: 'InternalError',
      message: 'The licence has no offline period.',
      hint: TELL_US,
    },
  ],
  [
    0x8004_0218,
    { name: 'CONTENT_KEY_NOT_SET', code: 'InternalError', message: 'The licence has no content key.', hint: TELL_US },
  ],
  [
    0x8004_0219,
    {
      name: 'SIA_NOT_INSTALLED',
      code: 'NotSupportedByClient',
      message: 'The old sign-in assistant is not installed.',
      hint: 'Install the latest RMS Client 2.1, which needs none.',
    },
  ],
  [
    0x8004_021a,
    {
      name: 'TEMPLATE_NOT_ENABLED_FOR_USER',
      code: 'TemplateNotFound',
      message: 'This identity may not publish with the template.',
    },
  ],
  [0x8004_1000, { name: 'FILE_SYSTEM_FILE', code: 'UnsupportedFormat', message: 'This is a file of the system.' }],
  [0x8004_1001, { name: 'FILE_IS_NOT_ENCRYPTED', code: 'NotProtected', message: 'The file is not protected.' }],
  [
    0x8004_1002,
    {
      name: 'FILE_ENCRYPT_BLOCKED',
      code: 'UnsupportedFormat',
      message: 'An administrator has blocked protection of this type of file.',
    },
  ],
  [
    0x8004_1003,
    { name: 'FILE_UPDATELICENSE_BLOCKED', code: 'AlreadyProtected', message: 'The file is protected already.' },
  ],
  [
    0x8004_1004,
    {
      name: 'FILE_PDFPROTECTOR_FORMAT_NOT_SUPPORTED',
      code: 'UnsupportedFormat',
      message: 'This kind of PDF cannot be protected.',
    },
  ],
  [
    0x8000_4001,
    {
      name: 'E_NOTIMPL',
      code: 'NotSupportedByClient',
      message: 'The installed RMS Client cannot do this.',
      hint: 'Run "rightsmith doctor" to see what it can.',
    },
  ],
  [0x8007_0057, { name: 'E_INVALIDARG', code: 'UsageError', message: 'The RMS Client does not accept a value.' }],
  [0x8007_000e, { name: 'E_OUTOFMEMORY', code: 'InternalError', message: 'The RMS Client is out of memory.' }],
  [
    0x8007_0006,
    { name: 'E_HANDLE', code: 'InternalError', message: 'The RMS Client does not know a handle.', hint: TELL_US },
  ],
  [
    0x8007_04c7,
    {
      name: 'ERROR_CANCELLED',
      code: 'Aborted',
      message: 'The operation was aborted, or somebody closed the window that asked.',
    },
  ],
  [0x8007_04c6, { name: 'ERROR_INTERNET_DISCONNECTED', code: 'NetworkError', message: 'There is no network.' }],
  [
    0x8007_04dc,
    {
      name: 'ERROR_NOT_AUTHENTICATED',
      code: 'SignInNeeded',
      message: 'The rights service does not accept the credential.',
    },
  ],
  [0x8007_04df, { name: 'ERROR_ALREADY_INITIALIZED', message: 'The RMS Client was set up before.' }],
  [
    0x8007_04ec,
    {
      name: 'ERROR_ACCESS_DISABLED_BY_POLICY',
      code: 'AccessDenied',
      message: 'A setting of this machine blocks Microsoft accounts.',
    },
  ],
  [0x8007_1779, { name: 'ERROR_FILE_READ_ONLY', code: 'CannotWrite', message: 'The file is read-only.' }],
  [
    0x800b_0101,
    {
      name: 'CERT_E_EXPIRED',
      code: 'SignInNeeded',
      message: 'A certificate is past its end.',
      hint: 'Renew the certificate, or set the clock right.',
    },
  ],
  [
    0x8001_010e,
    {
      name: 'RPC_E_WRONG_THREAD',
      code: 'InternalError',
      message: 'The RMS Client was called from another thread than before.',
      hint: TELL_US,
    },
  ],
  [
    0x8009_2004,
    {
      name: 'CRYPT_E_NOT_FOUND',
      code: 'SignInNeeded',
      message: 'The certificate is not in the store.',
      hint: 'Look for it with certmgr.msc, and compare the thumbprint.',
    },
  ],
]);
