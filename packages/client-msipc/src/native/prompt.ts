import { CREDENTIAL_TYPE } from '../abi/constants.js';
import { HresultFailure } from '../library/hresult-failure.js';
import type { Scope } from '../library/scope.js';
import type { Prompt, PromptCredential } from '../thread/messages.js';
import { structArgument } from './values.js';

/** The prompt context of a call; it lives as long as the scope. */
export function promptArgument(scope: Scope, prompt: Prompt): object {
  const { koffi, structs } = scope.library;
  return {
    cbSize: koffi.sizeof(structs.IPC_PROMPT_CTX),
    hwndParent: prompt.window ?? null,
    dwFlags: prompt.flags,
    hCancelEvent: prompt.cancel ?? null,
    pcCredential: prompt.credential === undefined ? null : credentialArgument(scope, prompt.credential),
  };
}

function credentialArgument(scope: Scope, credential: PromptCredential): object {
  const { library } = scope;
  const { koffi, structs } = library;
  switch (credential.kind) {
    case 'oauth': {
      const info = {
        cbSize: koffi.sizeof(structs.IPC_OAUTH2_CALLBACK_INFO),
        pfnCallback: credential.callback,
        pvContext: BigInt(credential.context),
      };
      return { dwType: CREDENTIAL_TYPE.oauth, pCredential: structArgument(library, 'IPC_OAUTH2_CALLBACK_INFO', info) };
    }
    case 'key': {
      const { key: wszBase64Key, principal: wszAppPrincipalId, tenant: wszBposTenantId } = credential;
      const info = { wszBase64Key, wszAppPrincipalId, wszBposTenantId };
      return {
        dwType: CREDENTIAL_TYPE.symmetricKey,
        pCredential: structArgument(library, 'IPC_CREDENTIAL_SYMMETRIC_KEY', info),
      };
    }
    case 'certificate':
      return { dwType: CREDENTIAL_TYPE.certificate, pCredential: findCertificate(scope, credential) };
  }
}

const X509_AND_PKCS7 = 0x10001;
const FIND_BY_SHA1 = 0x10000;
const CERTIFICATE_NOT_FOUND = 0x8009_2004;

/** Finds a certificate in a store of the user, by its SHA-1. @throws HresultFailure when it is not there */
function findCertificate(scope: Scope, { thumbprint, store }: { thumbprint: string; store: string }): bigint {
  const { certificates } = scope.library;
  const opened = certificates.open(null, store) as bigint | null;
  if (opened === null) throw new HresultFailure('CertOpenSystemStoreW', CERTIFICATE_NOT_FOUND);
  scope.later(() => {
    certificates.close(opened, 0);
  });
  const hash = Buffer.from(thumbprint, 'hex');
  const wanted = { size: hash.length, bytes: hash };
  const found = certificates.find(opened, X509_AND_PKCS7, 0, FIND_BY_SHA1, wanted, null) as bigint | null;
  if (found === null) throw new HresultFailure('CertFindCertificateInStore', CERTIFICATE_NOT_FOUND);
  scope.later(() => {
    certificates.free(found);
  });
  return found;
}
