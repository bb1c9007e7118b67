#include "control.h"
#include "memory.h"
#include "policy.h"
#include "tenant.h"
#include "text.h"
#include <stdlib.h>
#include <string.h>

static void *number_block(uint32_t number) {
  uint32_t *block = block_new(sizeof number);
  *block = number;
  return block;
}

static hresult text_block(const char *text, void **value) {
  size_t units;
  uint16_t *wide_text = utf16_of(text ? text : "", &units);
  *value = block_new((units + 1) * 2);
  memcpy(*value, wide_text, units * 2);
  free(wide_text);
  return S_OK;
}

static void *pairs_block(const struct pairs *pairs) {
  IPC_NAME_VALUE_LIST *list = block_new(sizeof *list + pairs->count * sizeof list->aNameValuePairs[0]);
  list->cNameValuePairs = pairs->count;
  for (uint32_t at = 0; at < pairs->count; at++) {
    const struct pair *pair = &pairs->items[at];
    list->aNameValuePairs[at] =
        (IPC_NAME_VALUE){block_text(list, pair->name), pair->lcid, block_text(list, pair->value ? pair->value : "")};
  }
  return list;
}

static void *rights_block(const struct policy *policy) {
  IPC_USER_RIGHTS_LIST *list = block_new(sizeof *list + policy->grant_count * sizeof list->rgUserRights[0]);
  list->cUserRights = policy->grant_count;
  for (uint32_t at = 0; at < policy->grant_count; at++) {
    const struct grant *grant = &policy->grants[at];
    IPC_USER_RIGHTS *entry = &list->rgUserRights[at];
    entry->User = (IPC_USER){grant->type, block_text(list, grant->id)};
    entry->cRights = grant->count;
    entry->rgwszRights = block_attach(list, (grant->count + 1) * sizeof(void *));
    for (uint32_t right = 0; right < grant->count; right++) entry->rgwszRights[right] = block_text(list, grant->rights[right]);
  }
  return list;
}

static hresult descriptor_block(const struct policy *policy, uint32_t lcid, void **value) {
  const struct descriptor *found = NULL;
  for (uint32_t at = 0; at < policy->name_count; at++)
    if (!found && (lcid == 0 || policy->names[at].lcid == lcid)) found = &policy->names[at];
  if (!found) return IPC_LOCALE_NOT_FOUND;
  IPC_TEMPLATE_INFO *info = block_new(sizeof *info);
  *info = (IPC_TEMPLATE_INFO){policy->from_template ? block_text(info, policy->descriptor_id) : NULL,
                              found->lcid,
                              block_text(info, found->name),
                              block_text(info, found->description ? found->description : ""),
                              block_text(info, policy->issuer),
                              (int32_t)policy->from_template};
  *value = info;
  return S_OK;
}

hresult policy_property(const struct policy *policy, uint32_t id, uint32_t lcid, void **value) {
  switch (id) {
  case LI_VALIDITY: {
    IPC_TERM *term = *value = block_new(sizeof *term);
    term->ftStart = (FILE_TIME){(uint32_t)policy->term_start, (uint32_t)(policy->term_start >> 32)};
    term->qwDuration = policy->term_duration;
    return S_OK;
  }
  case LI_INTERVAL:
    if (!policy->has_interval) return IPC_INTERVAL_NOT_SET;
    *value = number_block(policy->interval);
    return S_OK;
  case LI_OWNER: {
    IPC_USER *user = *value = block_new(sizeof *user);
    *user = (IPC_USER){1, block_text(user, policy->owner ? policy->owner : "")};
    return S_OK;
  }
  case LI_RIGHTS:
    if (!policy->has_rights) return IPC_USER_RIGHTS_NOT_SET;
    *value = rights_block(policy);
    return S_OK;
  case LI_APP_DATA:
    *value = pairs_block(&policy->encrypted);
    return S_OK;
  case LI_CLEAR_DATA:
    *value = pairs_block(&policy->clear);
    return S_OK;
  case LI_DEPRECATED:
    *value = number_block(policy->deprecated);
    return S_OK;
  case LI_CONNECTION: {
    IPC_CONNECTION_INFO *info = *value = block_new(sizeof *info);
    *info = (IPC_CONNECTION_INFO){block_text(info, SERVICE_URL "/licensing"), block_text(info, SERVICE_URL "/licensing")};
    return S_OK;
  }
  case LI_DESCRIPTOR:
    return descriptor_block(policy, lcid, value);
  case LI_REFERRAL:
    return text_block(policy->referral ? policy->referral : "mailto:administrator@example.com", value);
  case LI_CONTENT_ID:
    return text_block(policy->content_id, value);
  case LI_ISSUED: {
    FILE_TIME *time = *value = block_new(sizeof *time);
    *time = (FILE_TIME){(uint32_t)policy->issued, (uint32_t)(policy->issued >> 32)};
    return S_OK;
  }
  case LI_GRANT_OWNER:
    *value = number_block(policy->grant_owner);
    return S_OK;
  case LI_PACKAGE:
    *value = number_block(policy->package ? policy->package : 1);
    return S_OK;
  default:
    return E_INVALIDARG;
  }
}
