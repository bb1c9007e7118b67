/** Numbers of the binary interface; msipc-abi.md §5. */

export const GLOBAL_PROPERTY = { mode: 3, application: 5, storeName: 0x10000001 } as const;

export const API_MODE = { client: 1, server: 2 } as const;

export const PROMPT_FLAG = { silent: 1, offline: 2, consent: 4 } as const;

export const CREDENTIAL_TYPE = { certificate: 1, symmetricKey: 2, oauth: 3 } as const;

/** `licensingUrl` is known from samples only. */
export const LIST_FLAG = { defaultServerOnly: 1, licensingUrl: 2 } as const;

export const USER_TYPE = { address: 1, special: 2 } as const;

export const SERIALIZE_TYPE = { license: 2 } as const;

/** Where the content key is kept for its maker; rms-client-features.md PUB-2. */
export const SERIALIZE_FLAG = { everywhere: 0, nowhere: 2, 'not-on-disk': 4, 'not-in-license': 16 } as const;

/** `encryptionPackage` is not published: 16 is the next free number, so what is set is read back (msipc-abi.md §5). */
export const LICENSE_PROPERTY = {
  validity: 1,
  interval: 2,
  owner: 3,
  userRights: 4,
  encryptedData: 5,
  deprecatedAlgorithms: 6,
  connection: 7,
  descriptor: 8,
  referral: 10,
  contentKey: 11,
  contentId: 12,
  clearData: 13,
  issued: 14,
  grantOwner: 15,
  encryptionPackage: 16,
} as const;

export const ENCRYPTION_PACKAGE = { 'aes256-cbc4k': 1, 'aes128-cbc4k': 2 } as const;

export const KEY_PROPERTY = { blockSize: 2, license: 6, userName: 7 } as const;

export const METADATA_PROPERTY = { contentName: 1, notification: 2 } as const;

export const NOTIFICATION = { off: 0, all: 1, denied: 2 } as const;

/** The HRESULTs that decide what is done next; the whole table is in `errors/hresults.ts`. */
export const HRESULT = {
  notImplemented: 0x8000_4001,
  invalidArgument: 0x8007_0057,
  cancelled: 0x8007_04c7,
  notAuthenticated: 0x8007_04dc,
  alreadyInitialized: 0x8007_04df,
  localeNotFound: 0x8004_0208,
  propertyAlreadySet: 0x8004_0210,
  rightNotGranted: 0x8004_0211,
  intervalNotSet: 0x8004_0217,
} as const;
