// Tracking: metadata in a licence, registration.
#include "control.h"
#include "key.h"
#include "memory.h"
#include "prompt.h"
#include "tenant.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef STAND_IN_OLD
IPC_BUFFER *license_block(const struct policy *policy);

struct metadata { struct policy policy; };
static void destroy(void *data) { policy_clear(&((struct metadata *)data)->policy); }
static char registered[1024];
EXPORT const char *StandInRegistered(void) { return registered; }

hresult STDCALL IpcCreateLicenseMetadataHandle(const IPC_BUFFER *license, handle any, void *reserved, handle *out) {
  ENTER("IpcCreateLicenseMetadataHandle");
  struct key *key = key_of(any);
  if (!key) return E_HANDLE;
  if (reserved || !out) return E_INVALIDARG;
  struct policy policy;
  hresult result = tenant_open(license, &policy);
  if (result >= 0 && !same_text(policy.owner, key->user)) result = IPC_RIGHT_NOT_GRANTED;
  if (result < 0) {
    policy_clear(&policy);
    return result;
  }
  struct metadata *metadata = handle_new(HANDLE_METADATA, sizeof *metadata, destroy);
  metadata->policy = policy;
  *out = metadata;
  return S_OK;
}

hresult STDCALL IpcSetLicenseMetadataProperty(handle any, int32_t del, uint32_t id, const void *value) {
  ENTER("IpcSetLicenseMetadataProperty");
  static const char *const NAMES[] = {"MS.Content.Path", "MS.Content.Name", "MS.Notify.Type",
                                      "MS.Notify.Preference", "MS.Content.DateModified", "MS.Content.DateCreated"};
  struct metadata *metadata = handle_of(any, HANDLE_METADATA);
  if (!metadata) return E_HANDLE;
  if (del || !value || id > 5) return E_INVALIDARG;
  char number[32], *text = id < 2 ? utf8_of(value) : NULL;
  if (id >= 2) snprintf(number, sizeof number, "%u", *(const uint32_t *)value);
  pairs_add(&metadata->policy.tracking, NAMES[id], 0, text ? text : number);
  free(text);
  return S_OK;
}

hresult STDCALL IpcSerializeLicenseWithMetadata(handle any, void *reserved, const IPC_PROMPT_CTX *prompt, IPC_BUFFER **license) {
  ENTER("IpcSerializeLicenseWithMetadata");
  struct metadata *metadata = handle_of(any, HANDLE_METADATA);
  if (!metadata) return E_HANDLE;
  if (reserved || !license) return E_INVALIDARG;
  struct session session;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  *license = license_block(&metadata->policy);
  return S_OK;
}

hresult STDCALL IpcRegisterLicense(const IPC_BUFFER *license, void *reserved, const IPC_PROMPT_CTX *prompt, const wide *name, int32_t mail) {
  ENTER("IpcRegisterLicense");
  if (reserved) return E_INVALIDARG;
  struct session session;
  struct policy policy;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  result = tenant_open(license, &policy);
  if (result < 0) return result;
  int length = snprintf(registered, sizeof registered, "%s", session.user);
  for (uint32_t at = 0; at < policy.tracking.count; at++)
    length += snprintf(registered + length, sizeof registered - length, " %s=%s", policy.tracking.items[at].name, policy.tracking.items[at].value);
  char *given = utf8_of(name);
  snprintf(registered + length, sizeof registered - length, " name=%s mail=%d", given ? given : "", mail);
  free(given);
  policy_clear(&policy);
  return S_OK;
}
#endif
