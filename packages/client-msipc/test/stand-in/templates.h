// The templates of the service and its one issuer.
#pragma once
#include "policy.h"

/** A fresh policy of the template, from its id in braces or not; false where there is none. */
int template_policy(const char *id, struct policy *policy);
/** Whether this user may publish with it. */
int template_enabled(const char *id, const char *user);
