// The binary interface of the RMS Client 2.1, restated from msipc-abi.md §3 and §4.
#pragma once
#include <stdint.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#define STDCALL __stdcall
#else
#define EXPORT __attribute__((visibility("default")))
#define STDCALL
#endif

typedef int32_t hresult;
typedef uint16_t wide;
typedef void *handle;

typedef struct { uint32_t low, high; } FILE_TIME;
typedef struct { void *pvBuffer; uint32_t cbBuffer; } IPC_BUFFER;
typedef struct { const wide *wszExtranetUrl, *wszIntranetUrl; } IPC_CONNECTION_INFO;
typedef struct {
  const wide *wszID;
  uint32_t lcid;
  const wide *wszName, *wszDescription, *wszIssuerDisplayName;
  int32_t fFromTemplate;
} IPC_TEMPLATE_INFO;
typedef struct { uint32_t cTi; IPC_TEMPLATE_INFO aTi[1]; } IPC_TIL;
typedef struct { IPC_CONNECTION_INFO connectionInfo; const wide *wszDisplayName; int32_t fAllowFromScratch; } IPC_TEMPLATE_ISSUER;
typedef struct { uint32_t cTi; IPC_TEMPLATE_ISSUER aTi[1]; } IPC_TEMPLATE_ISSUER_LIST;
typedef struct { uint32_t dwType; const wide *wszID; } IPC_USER;
typedef struct { IPC_USER User; uint32_t cRights; const wide **rgwszRights; } IPC_USER_RIGHTS;
typedef struct { uint32_t cbSize, cUserRights; IPC_USER_RIGHTS rgUserRights[1]; } IPC_USER_RIGHTS_LIST;
typedef struct { FILE_TIME ftStart; uint64_t qwDuration; } IPC_TERM;
typedef struct { const wide *wszName; uint32_t lcid; const wide *wszValue; } IPC_NAME_VALUE;
typedef struct { uint32_t cNameValuePairs; IPC_NAME_VALUE aNameValuePairs[1]; } IPC_NAME_VALUE_LIST;
typedef struct { const wide *wszBase64Key, *wszAppPrincipalId, *wszBposTenantId; } IPC_CREDENTIAL_SYMMETRIC_KEY;
typedef hresult (STDCALL *IPC_OAUTH2_CALLBACK)(void *context, IPC_NAME_VALUE_LIST *challenge, handle *token);
typedef struct { uint32_t cbSize; IPC_OAUTH2_CALLBACK pfnCallback; void *pvContext; } IPC_OAUTH2_CALLBACK_INFO;
typedef struct { uint32_t dwType; void *pCredential; } IPC_CREDENTIAL;
typedef struct { uint32_t cbSize; void *hwndParent; uint32_t dwFlags; void *hCancelEvent; IPC_CREDENTIAL *pcCredential; } IPC_PROMPT_CTX;
typedef struct { uint32_t cbSize; const wide *wszClientId, *wszRedirectUri; } IPC_AAD_APPLICATION_ID;

enum {
  PROMPT_SILENT = 1, PROMPT_OFFLINE = 2, PROMPT_CONSENT = 4,
  CREDENTIAL_CERTIFICATE = 1, CREDENTIAL_KEY = 2, CREDENTIAL_OAUTH = 3,
  LI_VALIDITY = 1, LI_INTERVAL = 2, LI_OWNER = 3, LI_RIGHTS = 4, LI_APP_DATA = 5, LI_DEPRECATED = 6, LI_CONNECTION = 7,
  LI_DESCRIPTOR = 8, LI_REFERRAL = 10, LI_CONTENT_KEY = 11, LI_CONTENT_ID = 12, LI_CLEAR_DATA = 13, LI_ISSUED = 14,
  LI_GRANT_OWNER = 15, LI_PACKAGE = 16,
};

#define S_OK 0
#define HR(number) ((hresult)(number))
#define E_NOTIMPL HR(0x80004001u)
#define E_FAIL HR(0x80004005u)
#define E_INVALIDARG HR(0x80070057u)
#define E_HANDLE HR(0x80070006u)
#define E_CANCELLED HR(0x800704C7u)
#define E_NOT_AUTHENTICATED HR(0x800704DCu)
#define IPC_USER_RIGHTS_NOT_SET HR(0x80040200u)
#define IPC_BROKEN_CERT_CHAIN HR(0x80040204u)
#define IPC_LOCALE_NOT_FOUND HR(0x80040208u)
#define IPC_LICENSE_TOO_LONG HR(0x8004020Cu)
#define IPC_NEEDS_ONLINE HR(0x8004020Du)
#define IPC_NEEDS_UI HR(0x8004020Eu)
#define IPC_NOT_BLOCK_ALIGNED HR(0x8004020Fu)
#define IPC_PROPERTY_ALREADY_SET HR(0x80040210u)
#define IPC_RIGHT_NOT_GRANTED HR(0x80040211u)
#define IPC_NEEDS_KEY HR(0x80040216u)
#define IPC_INTERVAL_NOT_SET HR(0x80040217u)
#define IPC_CONTENT_KEY_NOT_SET HR(0x80040218u)
#define IPC_TEMPLATE_NOT_ENABLED HR(0x8004021Au)

#ifndef STAND_IN_OLD
EXPORT hresult STDCALL IpcInitializeEnvironment(void);
EXPORT hresult STDCALL IpcUninitializeEnvironment(void);
EXPORT hresult STDCALL IpcCreateOAuth2Token(const wide *jwt, handle *token);
EXPORT hresult STDCALL IpcCreateLicenseMetadataHandle(const IPC_BUFFER *license, handle key, void *reserved, handle *metadata);
EXPORT hresult STDCALL IpcSetLicenseMetadataProperty(handle metadata, int32_t del, uint32_t id, const void *value);
EXPORT hresult STDCALL IpcSerializeLicenseWithMetadata(handle metadata, void *reserved, const IPC_PROMPT_CTX *prompt, IPC_BUFFER **license);
EXPORT hresult STDCALL IpcRegisterLicense(const IPC_BUFFER *license, void *reserved, const IPC_PROMPT_CTX *prompt, const wide *name, int32_t mail);
#endif
EXPORT hresult STDCALL IpcGetGlobalProperty(uint32_t id, void **value);
EXPORT hresult STDCALL IpcSetGlobalProperty(uint32_t id, const void *value);
EXPORT hresult STDCALL IpcGetTemplateList(const IPC_CONNECTION_INFO *service, uint32_t flags, uint32_t lcid, const IPC_PROMPT_CTX *prompt, void *reserved, IPC_TIL **list);
EXPORT hresult STDCALL IpcGetTemplateIssuerList(const IPC_CONNECTION_INFO *service, uint32_t flags, const IPC_PROMPT_CTX *prompt, void *reserved, IPC_TEMPLATE_ISSUER_LIST **list);
EXPORT hresult STDCALL IpcCreateLicenseFromTemplateID(const wide *id, uint32_t flags, void *reserved, handle *license);
EXPORT hresult STDCALL IpcCreateLicenseFromScratch(const IPC_TEMPLATE_ISSUER *issuer, uint32_t flags, void *reserved, handle *license);
EXPORT hresult STDCALL IpcSetLicenseProperty(handle license, int32_t del, uint32_t id, const void *value);
EXPORT hresult STDCALL IpcGetLicenseProperty(handle license, uint32_t id, uint32_t lcid, void **value);
EXPORT hresult STDCALL IpcSerializeLicense(const void *info, uint32_t type, uint32_t flags, const IPC_PROMPT_CTX *prompt, handle *key, IPC_BUFFER **license);
EXPORT hresult STDCALL IpcGetSerializedLicenseProperty(const IPC_BUFFER *license, uint32_t id, handle key, uint32_t lcid, void **value);
EXPORT hresult STDCALL IpcGetKey(const IPC_BUFFER *license, uint32_t flags, const IPC_PROMPT_CTX *prompt, void *reserved, handle *key);
EXPORT hresult STDCALL IpcGetKeyProperty(handle key, uint32_t id, void *reserved, void **value);
EXPORT hresult STDCALL IpcAccessCheck(handle key, const wide *right, int32_t *allowed);
EXPORT hresult STDCALL IpcEncrypt(handle key, uint32_t block, int32_t final, const uint8_t *in, uint32_t in_size, uint8_t *out, uint32_t out_size, uint32_t *written);
EXPORT hresult STDCALL IpcDecrypt(handle key, uint32_t block, int32_t final, const uint8_t *in, uint32_t in_size, uint8_t *out, uint32_t out_size, uint32_t *written);
EXPORT hresult STDCALL IpcGetErrorMessageText(hresult code, uint32_t language, const wide **text);
EXPORT hresult STDCALL IpcCloseHandle(handle any);
EXPORT void STDCALL IpcFreeMemory(void *block);
EXPORT hresult STDCALL IpcProtectWindow(void *window);
EXPORT hresult STDCALL IpcUnprotectWindow(void *window);
