// Prints the sizes and offsets that the C compiler gives to the structures of the interface, as JSON.
#include "msipc.h"
#include <stddef.h>
#include <stdio.h>

#define BEGIN(type) printf("%s\"%s\":{\"size\":%zu", separator, #type, sizeof(type)), separator = ","
#define AT(type, member) printf(",\"%s\":%zu", #member, offsetof(type, member))
#define END() printf("}")

int main(void) {
  const char *separator = "{";
  BEGIN(FILE_TIME); AT(FILE_TIME, low); AT(FILE_TIME, high); END();
  BEGIN(IPC_BUFFER); AT(IPC_BUFFER, pvBuffer); AT(IPC_BUFFER, cbBuffer); END();
  BEGIN(IPC_CONNECTION_INFO); AT(IPC_CONNECTION_INFO, wszExtranetUrl); AT(IPC_CONNECTION_INFO, wszIntranetUrl); END();
  BEGIN(IPC_TEMPLATE_INFO); AT(IPC_TEMPLATE_INFO, wszID); AT(IPC_TEMPLATE_INFO, lcid); AT(IPC_TEMPLATE_INFO, wszName);
  AT(IPC_TEMPLATE_INFO, wszDescription); AT(IPC_TEMPLATE_INFO, wszIssuerDisplayName); AT(IPC_TEMPLATE_INFO, fFromTemplate); END();
  BEGIN(IPC_TIL); AT(IPC_TIL, cTi); AT(IPC_TIL, aTi); END();
  BEGIN(IPC_TEMPLATE_ISSUER); AT(IPC_TEMPLATE_ISSUER, connectionInfo); AT(IPC_TEMPLATE_ISSUER, wszDisplayName);
  AT(IPC_TEMPLATE_ISSUER, fAllowFromScratch); END();
  BEGIN(IPC_TEMPLATE_ISSUER_LIST); AT(IPC_TEMPLATE_ISSUER_LIST, cTi); AT(IPC_TEMPLATE_ISSUER_LIST, aTi); END();
  BEGIN(IPC_USER); AT(IPC_USER, dwType); AT(IPC_USER, wszID); END();
  BEGIN(IPC_USER_RIGHTS); AT(IPC_USER_RIGHTS, User); AT(IPC_USER_RIGHTS, cRights); AT(IPC_USER_RIGHTS, rgwszRights); END();
  BEGIN(IPC_USER_RIGHTS_LIST); AT(IPC_USER_RIGHTS_LIST, cbSize); AT(IPC_USER_RIGHTS_LIST, cUserRights);
  AT(IPC_USER_RIGHTS_LIST, rgUserRights); END();
  BEGIN(IPC_TERM); AT(IPC_TERM, ftStart); AT(IPC_TERM, qwDuration); END();
  BEGIN(IPC_NAME_VALUE); AT(IPC_NAME_VALUE, wszName); AT(IPC_NAME_VALUE, lcid); AT(IPC_NAME_VALUE, wszValue); END();
  BEGIN(IPC_NAME_VALUE_LIST); AT(IPC_NAME_VALUE_LIST, cNameValuePairs); AT(IPC_NAME_VALUE_LIST, aNameValuePairs); END();
  BEGIN(IPC_CREDENTIAL_SYMMETRIC_KEY); AT(IPC_CREDENTIAL_SYMMETRIC_KEY, wszBase64Key);
  AT(IPC_CREDENTIAL_SYMMETRIC_KEY, wszAppPrincipalId); AT(IPC_CREDENTIAL_SYMMETRIC_KEY, wszBposTenantId); END();
  BEGIN(IPC_OAUTH2_CALLBACK_INFO); AT(IPC_OAUTH2_CALLBACK_INFO, cbSize); AT(IPC_OAUTH2_CALLBACK_INFO, pfnCallback);
  AT(IPC_OAUTH2_CALLBACK_INFO, pvContext); END();
  BEGIN(IPC_CREDENTIAL); AT(IPC_CREDENTIAL, dwType); AT(IPC_CREDENTIAL, pCredential); END();
  BEGIN(IPC_PROMPT_CTX); AT(IPC_PROMPT_CTX, cbSize); AT(IPC_PROMPT_CTX, hwndParent); AT(IPC_PROMPT_CTX, dwFlags);
  AT(IPC_PROMPT_CTX, hCancelEvent); AT(IPC_PROMPT_CTX, pcCredential); END();
  BEGIN(IPC_AAD_APPLICATION_ID); AT(IPC_AAD_APPLICATION_ID, cbSize); AT(IPC_AAD_APPLICATION_ID, wszClientId);
  AT(IPC_AAD_APPLICATION_ID, wszRedirectUri); END();
  printf("}\n");
  return 0;
}
