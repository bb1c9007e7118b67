import type { TypeObject } from 'koffi';
import type { Koffi } from '../library/koffi.js';

/** Names of the structures of the binary interface; msipc-abi.md §4. `FILE_TIME` is Windows' own FILETIME. */
export type StructName =
  | 'FILE_TIME'
  | 'IPC_BUFFER'
  | 'IPC_CONNECTION_INFO'
  | 'IPC_TEMPLATE_INFO'
  | 'IPC_TIL'
  | 'IPC_TEMPLATE_ISSUER'
  | 'IPC_TEMPLATE_ISSUER_LIST'
  | 'IPC_USER'
  | 'IPC_USER_RIGHTS'
  | 'IPC_USER_RIGHTS_LIST'
  | 'IPC_TERM'
  | 'IPC_NAME_VALUE'
  | 'IPC_NAME_VALUE_LIST'
  | 'IPC_CREDENTIAL_SYMMETRIC_KEY'
  | 'IPC_OAUTH2_CALLBACK_INFO'
  | 'IPC_CREDENTIAL'
  | 'IPC_PROMPT_CTX'
  | 'IPC_AAD_APPLICATION_ID';

export type Structs = Readonly<Record<StructName, TypeObject>>;

const TEXT = 'char16_t *';

/** The structures as koffi lays them out. Lists have one element, as in the reference; see {@link countedList}. */
export function defineStructs(koffi: Koffi): Structs {
  const fileTime = koffi.struct({ low: 'uint32_t', high: 'uint32_t' });
  const connection = koffi.struct({ wszExtranetUrl: TEXT, wszIntranetUrl: TEXT });
  const template = koffi.struct({
    wszID: TEXT,
    lcid: 'uint32_t',
    wszName: TEXT,
    wszDescription: TEXT,
    wszIssuerDisplayName: TEXT,
    fFromTemplate: 'int32_t',
  });
  const issuer = koffi.struct({ connectionInfo: connection, wszDisplayName: TEXT, fAllowFromScratch: 'int32_t' });
  const user = koffi.struct({ dwType: 'uint32_t', wszID: TEXT });
  const userRights = koffi.struct({ User: user, cRights: 'uint32_t', rgwszRights: 'void *' });
  const nameValue = koffi.struct({ wszName: TEXT, lcid: 'uint32_t', wszValue: TEXT });
  return {
    FILE_TIME: fileTime,
    IPC_BUFFER: koffi.struct({ pvBuffer: 'void *', cbBuffer: 'uint32_t' }),
    IPC_CONNECTION_INFO: connection,
    IPC_TEMPLATE_INFO: template,
    IPC_TIL: koffi.struct({ cTi: 'uint32_t', aTi: koffi.array(template, 1) }),
    IPC_TEMPLATE_ISSUER: issuer,
    IPC_TEMPLATE_ISSUER_LIST: koffi.struct({ cTi: 'uint32_t', aTi: koffi.array(issuer, 1) }),
    IPC_USER: user,
    IPC_USER_RIGHTS: userRights,
    IPC_USER_RIGHTS_LIST: koffi.struct({
      cbSize: 'uint32_t',
      cUserRights: 'uint32_t',
      rgUserRights: koffi.array(userRights, 1),
    }),
    IPC_TERM: koffi.struct({ ftStart: fileTime, qwDuration: 'uint64_t' }),
    IPC_NAME_VALUE: nameValue,
    IPC_NAME_VALUE_LIST: koffi.struct({ cNameValuePairs: 'uint32_t', aNameValuePairs: koffi.array(nameValue, 1) }),
    ...promptStructs(koffi),
  };
}

type PromptStruct =
  | 'IPC_CREDENTIAL_SYMMETRIC_KEY'
  | 'IPC_OAUTH2_CALLBACK_INFO'
  | 'IPC_CREDENTIAL'
  | 'IPC_PROMPT_CTX'
  | 'IPC_AAD_APPLICATION_ID';

/** Sign-in and its surroundings. */
function promptStructs(koffi: Koffi): Pick<Structs, PromptStruct> {
  // One of three pointers, by the type.
  const credential = koffi.struct({ dwType: 'uint32_t', pCredential: 'void *' });
  return {
    IPC_CREDENTIAL_SYMMETRIC_KEY: koffi.struct({ wszBase64Key: TEXT, wszAppPrincipalId: TEXT, wszBposTenantId: TEXT }),
    IPC_OAUTH2_CALLBACK_INFO: koffi.struct({ cbSize: 'uint32_t', pfnCallback: 'void *', pvContext: 'void *' }),
    IPC_CREDENTIAL: credential,
    IPC_PROMPT_CTX: koffi.struct({
      cbSize: 'uint32_t',
      hwndParent: 'void *',
      dwFlags: 'uint32_t',
      hCancelEvent: 'void *',
      pcCredential: koffi.pointer(credential),
    }),
    IPC_AAD_APPLICATION_ID: koffi.struct({ cbSize: 'uint32_t', wszClientId: TEXT, wszRedirectUri: TEXT }),
  };
}

/** Where a list has its counter and its elements. */
export interface ListShape {
  readonly list: StructName;
  readonly element: StructName;
  readonly counter: string;
  readonly elements: string;
}

/** The lists: a counter, then that many elements. */
export const LISTS: Readonly<Record<'templates' | 'issuers' | 'userRights' | 'nameValues', ListShape>> = {
  templates: { list: 'IPC_TIL', element: 'IPC_TEMPLATE_INFO', counter: 'cTi', elements: 'aTi' },
  issuers: { list: 'IPC_TEMPLATE_ISSUER_LIST', element: 'IPC_TEMPLATE_ISSUER', counter: 'cTi', elements: 'aTi' },
  userRights: {
    list: 'IPC_USER_RIGHTS_LIST',
    element: 'IPC_USER_RIGHTS',
    counter: 'cUserRights',
    elements: 'rgUserRights',
  },
  nameValues: {
    list: 'IPC_NAME_VALUE_LIST',
    element: 'IPC_NAME_VALUE',
    counter: 'cNameValuePairs',
    elements: 'aNameValuePairs',
  },
};
