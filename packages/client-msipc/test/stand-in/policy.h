// Everything a licence says, as the stand-in keeps it. All text is UTF-8 and belongs to the policy.
#pragma once
#include "msipc.h"
#include <stddef.h>

struct pair { char *name, *value; uint32_t lcid; };
struct pairs { struct pair *items; uint32_t count; };
struct grant { uint32_t type; char *id; char **rights; uint32_t count; };
struct descriptor { uint32_t lcid; char *name, *description; };

struct policy {
  uint64_t term_start, term_duration, issued;
  uint32_t has_term, interval, has_interval, deprecated, grant_owner, package, has_rights, key_bytes, from_template;
  char *owner, *referral, *content_id, *descriptor_id, *issuer;
  struct descriptor *names;
  uint32_t name_count;
  struct grant *grants;
  uint32_t grant_count;
  struct pairs encrypted, clear, tracking;
  uint8_t key[32];
};

void policy_clear(struct policy *policy);
/** Replaces text. */
void text_set(char **place, const char *utf8);
void pairs_clear(struct pairs *pairs);
void pairs_add(struct pairs *pairs, const char *name, uint32_t lcid, const char *value);
void grants_clear(struct policy *policy);
void grant_add(struct policy *policy, uint32_t type, const char *id, const char *const *rights, uint32_t count);
void names_add(struct policy *policy, uint32_t lcid, const char *name, const char *description);

/** All of it as bytes, the caller's to free; and back, into an empty policy. False for what are no such bytes. */
uint8_t *policy_packed(const struct policy *policy, size_t *size);
int policy_unpack(struct policy *policy, const uint8_t *bytes, size_t size);

/** Whether `user` has `right` now; null asks for any right. */
int policy_allows(const struct policy *policy, const char *user, const char *right);
/** The block IpcGetLicenseProperty and its like answer with. */
hresult policy_property(const struct policy *policy, uint32_t id, uint32_t lcid, void **value);
