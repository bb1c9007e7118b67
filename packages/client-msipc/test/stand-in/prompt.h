// What a prompt context asks for: sign-in, cancel, no network.
#pragma once
#include "msipc.h"

struct session { char user[256]; int offline; };
/** Who calls. NEEDS_UI, NEEDS_ONLINE, cancelled, not authenticated, and what the OAuth callback fails with. */
hresult prompt_open(const IPC_PROMPT_CTX *prompt, struct session *session);
/** Forgets who has signed in. */
void prompt_forget(void);
