// License handles: made, changed, read.
#include "control.h"
#include "key.h"
#include "memory.h"
#include "policy.h"
#include "templates.h"
#include "text.h"
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

static void destroy(void *data) { policy_clear(data); }

static struct policy *license_new(void) {
  struct policy *policy = handle_new(HANDLE_LICENSE, sizeof *policy, destroy);
  policy->content_id = random_guid();
  // What it is at first is not published; so whoever wants nothing for the owner has to say so.
  policy->grant_owner = 1;
  text_set(&policy->issuer, "Contoso");
  return policy;
}

hresult STDCALL IpcCreateLicenseFromTemplateID(const wide *id, uint32_t flags, void *reserved, handle *license) {
  ENTER("IpcCreateLicenseFromTemplateID");
  if (!id || flags || reserved || !license) return E_INVALIDARG;
  char *text = utf8_of(id);
  struct policy *policy = license_new();
  int found = template_policy(text, policy);
  free(text);
  if (!found) {
    handle_close(policy);
    return E_INVALIDARG;
  }
  *license = policy;
  return S_OK;
}

hresult STDCALL IpcCreateLicenseFromScratch(const IPC_TEMPLATE_ISSUER *issuer, uint32_t flags, void *reserved, handle *license) {
  ENTER("IpcCreateLicenseFromScratch");
  if (!issuer || flags || reserved || !license || !issuer->connectionInfo.wszExtranetUrl) return E_INVALIDARG;
  if (!issuer->fAllowFromScratch) return IPC_RIGHT_NOT_GRANTED;
  struct policy *policy = license_new();
  policy->descriptor_id = random_guid();
  *license = policy;
  return S_OK;
}

static void set_pairs(struct pairs *pairs, const IPC_NAME_VALUE_LIST *list) {
  pairs_clear(pairs);
  for (uint32_t at = 0; at < list->cNameValuePairs; at++) {
    const IPC_NAME_VALUE *entry = &list->aNameValuePairs[at];
    char *name = utf8_of(entry->wszName), *value = utf8_of(entry->wszValue);
    pairs_add(pairs, name, entry->lcid, value);
    free(name), free(value);
  }
}

static hresult set_rights(struct policy *policy, const IPC_USER_RIGHTS_LIST *list) {
  // The reference and its samples disagree on the size; msipc-abi.md §4.
  if (list->cbSize != 8 && list->cbSize != sizeof *list) return E_INVALIDARG;
  grants_clear(policy);
  policy->has_rights = 1;
  for (uint32_t at = 0; at < list->cUserRights; at++) {
    const IPC_USER_RIGHTS *entry = &list->rgUserRights[at];
    char *id = utf8_of(entry->User.wszID);
    char **rights = calloc(entry->cRights + 1, sizeof(char *));
    for (uint32_t right = 0; right < entry->cRights; right++) rights[right] = utf8_of(entry->rgwszRights[right]);
    grant_add(policy, entry->User.dwType, id, (const char *const *)rights, entry->cRights);
    for (uint32_t right = 0; right < entry->cRights; right++) free(rights[right]);
    free(rights), free(id);
  }
  return S_OK;
}

static void set_descriptor(struct policy *policy, const IPC_TEMPLATE_INFO *info) {
  char *name = utf8_of(info->wszName), *description = utf8_of(info->wszDescription);
  names_add(policy, info->lcid, name, description);
  free(name), free(description);
}

static hresult set_key(struct policy *policy, handle key) {
  const struct key *from = key_of(key);
  if (!from) return E_HANDLE;
  if (policy->deprecated) return E_INVALIDARG;
  policy->key_bytes = from->policy.key_bytes;
  policy->deprecated = from->policy.deprecated;
  policy->package = from->policy.package;
  // Who may not change the policy may not publish with its key; that shows when the license is serialized.
  if (!policy_allows(&from->policy, from->user, "EDITRIGHTSDATA")) policy->key_bytes = 1;
  memcpy(policy->key, from->policy.key, sizeof policy->key);
  return S_OK;
}

static hresult delete_property(struct policy *policy, uint32_t id) {
  switch (id) {
  case LI_VALIDITY: policy->has_term = 0; return S_OK;
  case LI_INTERVAL: policy->has_interval = 0; return S_OK;
  case LI_APP_DATA: pairs_clear(&policy->encrypted); return S_OK;
  case LI_CLEAR_DATA: pairs_clear(&policy->clear); return S_OK;
  default: return E_INVALIDARG;
  }
}

static void set_text(char **place, const wide *value) {
  char *text = utf8_of(value);
  text_set(place, text);
  free(text);
}

hresult STDCALL IpcSetLicenseProperty(handle license, int32_t del, uint32_t id, const void *value) {
  ENTER("IpcSetLicenseProperty");
  struct policy *policy = handle_of(license, HANDLE_LICENSE);
  if (!policy) return E_HANDLE;
  if (del) return delete_property(policy, id);
  if (!value) return E_INVALIDARG;
  switch (id) {
  case LI_VALIDITY: {
    const IPC_TERM *term = value;
    policy->has_term = 1;
    policy->term_start = (uint64_t)term->ftStart.high << 32 | term->ftStart.low;
    policy->term_duration = term->qwDuration;
    return S_OK;
  }
  case LI_INTERVAL:
    policy->has_interval = 1;
    policy->interval = *(const uint32_t *)value;
    return policy->interval > 65535 ? E_INVALIDARG : S_OK;
  case LI_OWNER: set_text(&policy->owner, ((const IPC_USER *)value)->wszID); return S_OK;
  case LI_RIGHTS: return set_rights(policy, value);
  case LI_APP_DATA: set_pairs(&policy->encrypted, value); return S_OK;
  case LI_CLEAR_DATA: set_pairs(&policy->clear, value); return S_OK;
  case LI_DEPRECATED: policy->deprecated = *(const uint32_t *)value != 0; return policy->key_bytes ? E_INVALIDARG : S_OK;
  case LI_DESCRIPTOR: set_descriptor(policy, value); return S_OK;
  case LI_REFERRAL: set_text(&policy->referral, value); return S_OK;
  case LI_CONTENT_KEY: return set_key(policy, (handle)value);
  case LI_CONTENT_ID: set_text(&policy->content_id, value); return S_OK;
  case LI_GRANT_OWNER: policy->grant_owner = *(const uint32_t *)value; return S_OK;
  case LI_PACKAGE: policy->package = *(const uint32_t *)value; return policy->package > 3 ? E_INVALIDARG : S_OK;
  default: return E_INVALIDARG;
  }
}

hresult STDCALL IpcGetLicenseProperty(handle license, uint32_t id, uint32_t lcid, void **value) {
  ENTER("IpcGetLicenseProperty");
  struct policy *policy = handle_of(license, HANDLE_LICENSE);
  if (!policy) return E_HANDLE;
  if (id != LI_CONTENT_KEY) return policy_property(policy, id, lcid, value);
  if (!policy->key_bytes) return IPC_CONTENT_KEY_NOT_SET;
  *value = key_new(policy, policy->owner ? policy->owner : "", NULL);
  return S_OK;
}
