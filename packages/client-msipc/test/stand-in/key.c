// Key handles: from a licence, rights, properties, block encryption.
#include "key.h"
#include "control.h"
#include "memory.h"
#include "platform.h"
#include "prompt.h"
#include "tenant.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct key *key_of(handle any) { return handle_of(any, HANDLE_KEY); }

static void destroy(void *data) {
  struct key *key = data;
  cipher_close(&key->cipher);
  policy_clear(&key->policy);
  free(key->license);
}

static uint32_t segment_of(const struct policy *policy) { return policy->deprecated || policy->package == 3 ? 16 : 4096; }

static uint8_t last_key[32];
static uint32_t last_key_bytes;

struct key *key_new(const struct policy *policy, const char *user, const IPC_BUFFER *license) {
  struct key *key = handle_new(HANDLE_KEY, sizeof *key, destroy);
  size_t size;
  uint8_t *packed = policy_packed(policy, &size);
  policy_unpack(&key->policy, packed, size);
  free(packed);
  snprintf(key->user, sizeof key->user, "%s", user);
  cipher_open(&key->cipher, key->policy.key, (int)key->policy.key_bytes, segment_of(policy));
  last_key_bytes = key->policy.key_bytes;
  memcpy(last_key, key->policy.key, sizeof last_key);
  if (license) {
    key->license_size = license->cbBuffer;
    key->license = malloc(license->cbBuffer);
    memcpy(key->license, license->pvBuffer, license->cbBuffer);
  }
  return key;
}

// The store of use licences: ids of what was opened, the last few.
#define STORED 64
static char stored[STORED][80];
static uint32_t store_at;
static int is_stored(const char *content_id) {
  for (int at = 0; at < STORED; at++)
    if (strcmp(stored[at], content_id) == 0) return 1;
  return 0;
}

hresult STDCALL IpcGetKey(const IPC_BUFFER *license, uint32_t flags, const IPC_PROMPT_CTX *prompt, void *reserved, handle *key) {
  ENTER("IpcGetKey");
  if (flags > 1 || reserved || !key) return E_INVALIDARG;
  struct policy policy;
  struct session session;
  hresult result = prompt_open(prompt, &session);
  if (result < 0) return result;
  result = tenant_open(license, &policy);
  if (result >= 0 && session.offline && !is_stored(policy.content_id)) result = IPC_NEEDS_ONLINE;
  if (result >= 0 && !policy_allows(&policy, session.user, NULL)) result = IPC_RIGHT_NOT_GRANTED;
  if (result >= 0) {
    if (!is_stored(policy.content_id)) snprintf(stored[store_at++ % STORED], sizeof stored[0], "%s", policy.content_id);
    *key = key_new(&policy, session.user, license);
  }
  policy_clear(&policy);
  return result < 0 ? result : S_OK;
}

hresult STDCALL IpcAccessCheck(handle any, const wide *right, int32_t *allowed) {
  ENTER("IpcAccessCheck");
  struct key *key = key_of(any);
  if (!key) return E_HANDLE;
  if (!right || !allowed) return E_INVALIDARG;
  char *name = utf8_of(right);
  *allowed = policy_allows(&key->policy, key->user, name);
  free(name);
  return S_OK;
}

hresult STDCALL IpcGetKeyProperty(handle any, uint32_t id, void *reserved, void **value) {
  ENTER("IpcGetKeyProperty");
  struct key *key = key_of(any);
  if (!key) return E_HANDLE;
  if (reserved || !value) return E_INVALIDARG;
  if (id == 2) {
    uint32_t *size = *value = block_new(4);
    *size = key->cipher.segment;
    return S_OK;
  }
  if (id == 6) {
    IPC_BUFFER *buffer = *value = block_new(sizeof *buffer);
    buffer->pvBuffer = block_attach(buffer, key->license_size + 1);
    if (key->license) memcpy(buffer->pvBuffer, key->license, key->license_size);
    buffer->cbBuffer = key->license_size;
    return S_OK;
  }
  if (id != 7) return E_INVALIDARG;
  size_t units;
  wide *name = utf16_of(key->user, &units);
  *value = block_new((units + 1) * 2);
  memcpy(*value, name, units * 2);
  free(name);
  return S_OK;
}

hresult STDCALL IpcGetSerializedLicenseProperty(const IPC_BUFFER *license, uint32_t id, handle any, uint32_t lcid, void **value) {
  ENTER("IpcGetSerializedLicenseProperty");
  struct key *key = any ? key_of(any) : NULL;
  if (any && !key) return E_HANDLE;
  if (id == LI_CONTENT_KEY || !value) return E_INVALIDARG;
  struct policy policy;
  hresult result = tenant_open(license, &policy);
  int is_clear = id == LI_OWNER || id == LI_CONNECTION || id == LI_REFERRAL || id == LI_CLEAR_DATA || id == LI_CONTENT_ID || id == LI_ISSUED;
  if (result >= 0 && !is_clear && !key) result = IPC_NEEDS_KEY;
  if (result >= 0 && id == LI_RIGHTS && !policy_allows(&policy, key->user, "VIEWRIGHTSDATA")) result = IPC_RIGHT_NOT_GRANTED;
  if (result >= 0) result = policy_property(&policy, id, lcid, value);
  policy_clear(&policy);
  return result;
}

static hresult crypt(handle any, int encrypting, uint32_t block, int32_t final, const uint8_t *in, uint32_t in_size,
                     uint8_t *out, uint32_t out_size, uint32_t *written) {
  struct key *key = key_of(any);
  if (!key) return E_HANDLE;
  if (!in || !written) return E_INVALIDARG;
  uint32_t segment = key->cipher.segment, rest = in_size % 16;
  int pads = final && segment == 4096;
  if (!final && in_size % segment) return IPC_NOT_BLOCK_ALIGNED;
  if (!(encrypting && pads) && rest) return IPC_NOT_BLOCK_ALIGNED;
  uint32_t size = encrypting && pads ? in_size - rest + 16 : in_size;
  *written = size;
  if (!out) return S_OK;
  if (out_size < size) return E_INVALIDARG;
  if (!encrypting) {
    cipher_run(&key->cipher, 0, block, in, out, size);
    if (!pads) return S_OK;
    uint8_t pad = size ? out[size - 1] : 0;
    if (pad < 1 || pad > 16) return E_INVALIDARG;
    for (uint32_t at = size - pad; at < size; at++)
      if (out[at] != pad) return E_INVALIDARG;
    *written = size - pad;
    return S_OK;
  }
  if (!pads) {
    cipher_run(&key->cipher, 1, block, in, out, size);
    return S_OK;
  }
  memcpy(out, in, in_size);
  memset(out + in_size, (int)(size - in_size), size - in_size);
  cipher_run(&key->cipher, 1, block, out, out, size);
  return S_OK;
}

hresult STDCALL IpcEncrypt(handle key, uint32_t block, int32_t final, const uint8_t *in, uint32_t in_size, uint8_t *out,
                           uint32_t out_size, uint32_t *written) {
  ENTER("IpcEncrypt");
  return crypt(key, 1, block, final, in, in_size, out, out_size, written);
}

hresult STDCALL IpcDecrypt(handle key, uint32_t block, int32_t final, const uint8_t *in, uint32_t in_size, uint8_t *out,
                           uint32_t out_size, uint32_t *written) {
  ENTER("IpcDecrypt");
  return crypt(key, 0, block, final, in, in_size, out, out_size, written);
}

/** The bytes of the key that was made last, for tests that compare; how many. */
EXPORT uint32_t StandInLastKeyBytes(uint8_t *out) {
  memcpy(out, last_key, last_key_bytes);
  return last_key_bytes;
}

/** Nanoseconds for `rounds` runs of `size` bytes with a key of its own: what the benchmark compares with. */
EXPORT uint64_t StandInTimeRuns(int32_t encrypting, uint32_t size, uint32_t rounds) {
  struct policy policy = {.key_bytes = 32};
  struct key *key = key_new(&policy, "", NULL);
  uint8_t *in = calloc(1, size), *out = calloc(1, size);
  uint32_t written;
  uint64_t start = nanoseconds();
  for (uint32_t at = 0; at < rounds; at++) crypt(key, encrypting, at * (size / 4096), 0, in, size, out, size, &written);
  uint64_t time = nanoseconds() - start;
  free(in), free(out);
  handle_close(key);
  return time;
}
