#include "prompt.h"
#include "control.h"
#include "environment.h"
#include "memory.h"
#include "platform.h"
#include "text.h"
#include "token.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Who signed in last: licences can be made for him offline. */
static char known_user[256];
void prompt_forget(void) { known_user[0] = 0; }

struct challenge { const IPC_OAUTH2_CALLBACK_INFO *info; IPC_NAME_VALUE_LIST *list; handle token; hresult result; };
static void call_back(void *argument) {
  struct challenge *challenge = argument;
  challenge->result = challenge->info->pfnCallback(challenge->info->pvContext, challenge->list, &challenge->token);
}

static hresult sign_in_by_callback(const IPC_OAUTH2_CALLBACK_INFO *info, struct session *session) {
  if (!info || info->cbSize != sizeof *info || !info->pfnCallback) return E_INVALIDARG;
  static const char *const NAMES[] = {"authorization", "resource", "realm"};
  static const char *const VALUES[] = {"https://login.example.com/oauth2/authorize", "https://rms.example.com", "contoso"};
  IPC_NAME_VALUE_LIST *list = block_new(sizeof *list + 2 * sizeof list->aNameValuePairs[0]);
  list->cNameValuePairs = 3;
  for (int at = 0; at < 3; at++)
    list->aNameValuePairs[at] = (IPC_NAME_VALUE){block_text(list, NAMES[at]), 0, block_text(list, VALUES[at])};
  struct challenge challenge = {.info = info, .list = list};
  if (standin_foreign_thread) on_other_thread(call_back, &challenge);
  else call_back(&challenge);
  block_free(list);
  if (challenge.result < 0) return challenge.result;
  hresult result = token_user(challenge.token, session->user, sizeof session->user);
  handle_close(challenge.token);
  return result;
}

static hresult sign_in_by_key(const IPC_CREDENTIAL_SYMMETRIC_KEY *key, struct session *session) {
  if (environment_mode() != 2 || !key) return E_INVALIDARG;
  char *secret = utf8_of(key->wszBase64Key), *principal = utf8_of(key->wszAppPrincipalId), *tenant = utf8_of(key->wszBposTenantId);
  char text[1024];
  snprintf(text, sizeof text, "key %s %s %s", secret, principal, tenant);
  remember_credential(text);
  snprintf(session->user, sizeof session->user, "%s@example.com", principal ? principal : "nobody");
  free(secret), free(principal), free(tenant);
  return S_OK;
}

static hresult sign_in(const IPC_PROMPT_CTX *prompt, struct session *session) {
  const IPC_CREDENTIAL *credential = prompt ? prompt->pcCredential : NULL;
  uint32_t type = credential && !session->offline ? credential->dwType : 0;
  if (type == CREDENTIAL_OAUTH) return sign_in_by_callback(credential->pCredential, session);
  if (type == CREDENTIAL_KEY) return sign_in_by_key(credential->pCredential, session);
  if (type == CREDENTIAL_CERTIFICATE) {
    if (environment_mode() != 2 || !credential->pCredential) return E_INVALIDARG;
    remember_credential("certificate");
    snprintf(session->user, sizeof session->user, "service@example.com");
    return S_OK;
  }
  if (type != 0) return E_INVALIDARG;
  if (session->offline && !known_user[0]) return IPC_NEEDS_ONLINE;
  const char *user = session->offline ? known_user : standin_windows_user;
  if (!user[0]) return prompt && (prompt->dwFlags & PROMPT_SILENT) ? IPC_NEEDS_UI : E_CANCELLED;
  snprintf(session->user, sizeof session->user, "%s", user);
  return S_OK;
}

static int is_cancelled(const IPC_PROMPT_CTX *prompt) {
  return prompt && prompt->hCancelEvent && event_is_set(prompt->hCancelEvent);
}

hresult prompt_open(const IPC_PROMPT_CTX *prompt, struct session *session) {
  memset(session, 0, sizeof *session);
  if (prompt && prompt->cbSize != sizeof *prompt) return E_INVALIDARG;
  char flags[64];
  snprintf(flags, sizeof flags, "flags %u window %llu", prompt ? prompt->dwFlags : 0,
           (unsigned long long)(uintptr_t)(prompt ? prompt->hwndParent : NULL));
  remember_credential(flags);
  session->offline = prompt && (prompt->dwFlags & PROMPT_OFFLINE);
  while (standin_hang && prompt && !is_cancelled(prompt)) sleep_ms(2);
  if (is_cancelled(prompt)) return E_CANCELLED;
  hresult result = sign_in(prompt, session);
  if (result < 0) return result;
  if (is_cancelled(prompt)) return E_CANCELLED;
  memcpy(known_user, session->user, sizeof known_user);
  return S_OK;
}
