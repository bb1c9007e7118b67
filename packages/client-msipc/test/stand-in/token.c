#include "token.h"
#include "control.h"
#include "memory.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct token { char *jwt; };
static void destroy(void *data) { free(((struct token *)data)->jwt); }

// The callback may run on any thread, so this does not count as a call of the client's thread.
EXPORT hresult STDCALL StandInCreateToken(const wide *jwt, handle *handle_out) {
  if (!jwt || !handle_out) return E_INVALIDARG;
  struct token *token = handle_new(HANDLE_TOKEN, sizeof *token, destroy);
  token->jwt = utf8_of(jwt);
  *handle_out = token;
  return S_OK;
}
#ifndef STAND_IN_OLD
hresult STDCALL IpcCreateOAuth2Token(const wide *jwt, handle *token) { return StandInCreateToken(jwt, token); }
#endif

hresult token_user(handle any, char *user, uint32_t size) {
  struct token *token = handle_of(any, HANDLE_TOKEN);
  const char *dot = token ? strchr(token->jwt, '.') : NULL;
  const char *end = dot ? strchr(dot + 1, '.') : NULL;
  if (!end) return E_NOT_AUTHENTICATED;
  size_t length;
  char *claims = (char *)base64_decoded(dot + 1, end, &length);
  if (!claims) return E_NOT_AUTHENTICATED;
  claims[length] = 0;
  const char *name = strstr(claims, "\"upn\":\"");
  int found = name && sscanf(name + 7, "%255[^\"]", user) == 1 && size >= 256;
  free(claims);
  return found ? S_OK : E_NOT_AUTHENTICATED;
}
