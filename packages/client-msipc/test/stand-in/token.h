// OAuth tokens as handles.
#pragma once
#include "msipc.h"

/** The user a live token handle names, from the claim `upn` of its JSON Web Token. Nothing is verified. */
hresult token_user(handle token, char *user, uint32_t size);
