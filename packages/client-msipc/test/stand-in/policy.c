#include "policy.h"
#include "control.h"
#include "memory.h"
#include "text.h"
#include <stdlib.h>
#include <string.h>

void text_set(char **place, const char *utf8) {
  char *copy = copy_of(utf8);
  free(*place);
  *place = copy;
}

void pairs_clear(struct pairs *pairs) {
  for (uint32_t at = 0; at < pairs->count; at++) free(pairs->items[at].name), free(pairs->items[at].value);
  free(pairs->items);
  memset(pairs, 0, sizeof *pairs);
}

void pairs_add(struct pairs *pairs, const char *name, uint32_t lcid, const char *value) {
  pairs->items = realloc(pairs->items, (pairs->count + 1) * sizeof *pairs->items);
  pairs->items[pairs->count++] = (struct pair){copy_of(name), copy_of(value), lcid};
}

void grants_clear(struct policy *policy) {
  for (uint32_t at = 0; at < policy->grant_count; at++) {
    struct grant *grant = &policy->grants[at];
    for (uint32_t right = 0; right < grant->count; right++) free(grant->rights[right]);
    free(grant->rights);
    free(grant->id);
  }
  free(policy->grants);
  policy->grants = NULL;
  policy->grant_count = 0;
}

void grant_add(struct policy *policy, uint32_t type, const char *id, const char *const *rights, uint32_t count) {
  policy->grants = realloc(policy->grants, (policy->grant_count + 1) * sizeof *policy->grants);
  struct grant *grant = &policy->grants[policy->grant_count++];
  *grant = (struct grant){type, copy_of(id), calloc(count + 1, sizeof(char *)), count};
  for (uint32_t at = 0; at < count; at++) grant->rights[at] = copy_of(rights[at]);
  policy->has_rights = 1;
}

void names_add(struct policy *policy, uint32_t lcid, const char *name, const char *description) {
  for (uint32_t at = 0; at < policy->name_count; at++) {
    if (policy->names[at].lcid != lcid) continue;
    text_set(&policy->names[at].name, name);
    text_set(&policy->names[at].description, description);
    return;
  }
  policy->names = realloc(policy->names, (policy->name_count + 1) * sizeof *policy->names);
  policy->names[policy->name_count++] = (struct descriptor){lcid, copy_of(name), copy_of(description)};
}

void policy_clear(struct policy *policy) {
  free(policy->owner), free(policy->referral), free(policy->content_id), free(policy->descriptor_id), free(policy->issuer);
  for (uint32_t at = 0; at < policy->name_count; at++) free(policy->names[at].name), free(policy->names[at].description);
  free(policy->names);
  grants_clear(policy);
  pairs_clear(&policy->encrypted), pairs_clear(&policy->clear), pairs_clear(&policy->tracking);
  memset(policy, 0, sizeof *policy);
}

// One walk packs and unpacks, so that the two cannot differ.
struct walk { struct text out; const uint8_t *in, *end; int packing, broken; };

static void walk_bytes(struct walk *walk, void *bytes, size_t size) {
  if (walk->packing) {
    text_add(&walk->out, bytes, size);
  } else if (walk->broken || (size_t)(walk->end - walk->in) < size) {
    walk->broken = 1;
    memset(bytes, 0, size);
  } else {
    memcpy(bytes, walk->in, size);
    walk->in += size;
  }
}

static void walk_text(struct walk *walk, char **text) {
  uint32_t size = walk->packing && *text ? (uint32_t)strlen(*text) + 1 : 0;
  walk_bytes(walk, &size, sizeof size);
  if (size == 0) return;
  if (!walk->packing) {
    if ((size_t)(walk->end - walk->in) < size) size = 0, walk->broken = 1;
    *text = calloc(1, size + 1);
  }
  walk_bytes(walk, *text, size);
}

static uint32_t walk_count(struct walk *walk, uint32_t *count, void **items, size_t item_size) {
  walk_bytes(walk, count, sizeof *count);
  if (!walk->packing) {
    if (*count > (size_t)(walk->end - walk->in)) *count = 0, walk->broken = 1;
    *items = calloc(*count + 1, item_size);
  }
  return *count;
}

static void walk_pairs(struct walk *walk, struct pairs *pairs) {
  walk_count(walk, &pairs->count, (void **)&pairs->items, sizeof *pairs->items);
  for (uint32_t at = 0; at < pairs->count; at++) {
    walk_text(walk, &pairs->items[at].name);
    walk_text(walk, &pairs->items[at].value);
    walk_bytes(walk, &pairs->items[at].lcid, 4);
  }
}

static void walk_policy(struct walk *walk, struct policy *policy) {
  walk_bytes(walk, &policy->term_start, offsetof(struct policy, owner));
  char **texts[] = {&policy->owner, &policy->referral, &policy->content_id, &policy->descriptor_id, &policy->issuer};
  for (int at = 0; at < 5; at++) walk_text(walk, texts[at]);
  walk_count(walk, &policy->name_count, (void **)&policy->names, sizeof *policy->names);
  for (uint32_t at = 0; at < policy->name_count; at++) {
    walk_bytes(walk, &policy->names[at].lcid, 4);
    walk_text(walk, &policy->names[at].name);
    walk_text(walk, &policy->names[at].description);
  }
  walk_count(walk, &policy->grant_count, (void **)&policy->grants, sizeof *policy->grants);
  for (uint32_t at = 0; at < policy->grant_count; at++) {
    struct grant *grant = &policy->grants[at];
    walk_bytes(walk, &grant->type, 4);
    walk_text(walk, &grant->id);
    walk_count(walk, &grant->count, (void **)&grant->rights, sizeof *grant->rights);
    for (uint32_t right = 0; right < grant->count; right++) walk_text(walk, &grant->rights[right]);
  }
  walk_pairs(walk, &policy->encrypted);
  walk_pairs(walk, &policy->clear);
  walk_pairs(walk, &policy->tracking);
  walk_bytes(walk, policy->key, sizeof policy->key);
}

uint8_t *policy_packed(const struct policy *policy, size_t *size) {
  struct walk walk = {.packing = 1};
  walk_policy(&walk, (struct policy *)policy);
  *size = walk.out.length;
  return (uint8_t *)walk.out.bytes;
}

int policy_unpack(struct policy *policy, const uint8_t *bytes, size_t size) {
  struct walk walk = {.in = bytes, .end = bytes + size};
  memset(policy, 0, sizeof *policy);
  walk_policy(&walk, policy);
  return !walk.broken;
}

static int grant_means(const struct grant *grant, const struct policy *policy, const char *user) {
  if (grant->type == 2) return same_text(grant->id, "ANYONE") || (same_text(grant->id, "OWNER") && same_text(policy->owner, user));
  const char *domain = strrchr(user, '@');
  return same_text(grant->id, user) || (grant->id && grant->id[0] == '@' && domain && same_text(grant->id, domain));
}

int policy_allows(const struct policy *policy, const char *user, const char *right) {
  if (policy->grant_owner && same_text(policy->owner, user)) return 1;
  uint64_t now = service_time();
  if (policy->has_term && (now < policy->term_start || now > policy->term_start + policy->term_duration)) return 0;
  for (uint32_t at = 0; at < policy->grant_count; at++) {
    if (!grant_means(&policy->grants[at], policy, user)) continue;
    for (uint32_t held = 0; held < policy->grants[at].count; held++) {
      const char *name = policy->grants[at].rights[held];
      if (!right || same_text(name, right) || same_text(name, "OWNER")) return 1;
    }
  }
  return 0;
}
