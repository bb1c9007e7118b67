// Key handles.
#pragma once
#include "cipher.h"
#include "policy.h"

struct key { struct policy policy; struct cipher cipher; char user[256]; uint8_t *license; uint32_t license_size; };
/** A live key; null for anything else. */
struct key *key_of(handle any);
/** A key over a copy of the policy, for this user, from this licence (or null). */
struct key *key_new(const struct policy *policy, const char *user, const IPC_BUFFER *license);
