// Publishing: a licence and its key.
#include "control.h"
#include "key.h"
#include "memory.h"
#include "prompt.h"
#include "templates.h"
#include "tenant.h"
#include "text.h"
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

/** More users than a licence has room for. */
#define MAXIMUM_GRANTS 5000

static hresult check(const struct policy *policy, const struct session *session) {
  if (!policy->has_rights) return IPC_USER_RIGHTS_NOT_SET;
  if (policy->grant_count > MAXIMUM_GRANTS) return IPC_LICENSE_TOO_LONG;
  if (policy->key_bytes == 1) return IPC_RIGHT_NOT_GRANTED;
  if (policy->from_template && !template_enabled(policy->descriptor_id, session->user)) return IPC_TEMPLATE_NOT_ENABLED;
  return S_OK;
}

IPC_BUFFER *license_block(const struct policy *policy) {
  size_t size;
  uint8_t *bytes = tenant_issue(policy, &size);
  IPC_BUFFER *buffer = block_new(sizeof *buffer);
  buffer->pvBuffer = block_attach(buffer, size);
  memcpy(buffer->pvBuffer, bytes, size);
  buffer->cbBuffer = (uint32_t)size;
  free(bytes);
  return buffer;
}

static hresult publish(struct policy *policy, const struct session *session, handle *key, IPC_BUFFER **license) {
  hresult result = check(policy, session);
  if (result < 0) return result;
  if (!policy->owner) text_set(&policy->owner, session->user);
  if (!policy->key_bytes) {
    policy->key_bytes = policy->deprecated || policy->package > 1 ? 16 : 32;
    RAND_bytes(policy->key, sizeof policy->key);
  }
  policy->issued = service_time();
  *license = license_block(policy);
  if (key) *key = key_new(policy, session->user, *license);
  return S_OK;
}

hresult STDCALL IpcSerializeLicense(const void *info, uint32_t type, uint32_t flags, const IPC_PROMPT_CTX *prompt, handle *key,
                                    IPC_BUFFER **license) {
  ENTER("IpcSerializeLicense");
  if (!info || !license || (flags & ~0x16u)) return E_INVALIDARG;
  struct session session;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  if (type == 2) {
    struct policy *policy = handle_of((void *)info, HANDLE_LICENSE);
    return policy ? publish(policy, &session, key, license) : E_HANDLE;
  }
  if (type != 1) return E_INVALIDARG;
  handle temporary;
  result = IpcCreateLicenseFromTemplateID(info, 0, NULL, &temporary);
  if (result < 0) return result;
  result = publish(temporary, &session, key, license);
  handle_close(temporary);
  return result;
}
