#include "environment.h"
#include "control.h"
#include "memory.h"
#include "prompt.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t mode;
static char application[512], store[64];
uint32_t environment_mode(void) { return mode ? mode : 1; }

#ifndef STAND_IN_OLD
static uint32_t initialized;

hresult STDCALL IpcInitializeEnvironment(void) {
  ENTER("IpcInitializeEnvironment");
  if (initialized) note_misuse("IpcInitializeEnvironment twice");
  initialized = 1;
  return S_OK;
}

hresult STDCALL IpcUninitializeEnvironment(void) {
  ENTER("IpcUninitializeEnvironment");
  if (!initialized) note_misuse("IpcUninitializeEnvironment without IpcInitializeEnvironment");
  initialized = 0;
  mode = 0;
  application[0] = store[0] = 0;
  prompt_forget();
  return S_OK;
}
#endif

hresult STDCALL IpcGetGlobalProperty(uint32_t id, void **value) {
  ENTER("IpcGetGlobalProperty");
  if (id == 3) {
    uint32_t *block = *value = block_new(4);
    *block = environment_mode();
    return S_OK;
  }
  if (id != 0x10000001) return E_INVALIDARG;
  size_t units;
  wide *text = utf16_of(store, &units);
  *value = block_new((units + 1) * 2);
  memcpy(*value, text, units * 2);
  free(text);
  return S_OK;
}

hresult STDCALL IpcSetGlobalProperty(uint32_t id, const void *value) {
  ENTER("IpcSetGlobalProperty");
  if (!value) return E_INVALIDARG;
  if (id == 3) {
    uint32_t wanted = *(const uint32_t *)value;
    if (wanted != 1 && wanted != 2) return E_INVALIDARG;
    if (mode) return IPC_PROPERTY_ALREADY_SET;
    mode = wanted;
    return S_OK;
  }
  if (id == 5) {
    const IPC_AAD_APPLICATION_ID *given = value;
    if (given->cbSize != sizeof *given) return E_INVALIDARG;
    char *client = utf8_of(given->wszClientId), *redirect = utf8_of(given->wszRedirectUri);
    snprintf(application, sizeof application, "%s %s", client, redirect);
    free(client), free(redirect);
    return S_OK;
  }
  if (id != 0x10000001) return E_INVALIDARG;
  char *name = utf8_of(value);
  int fits = strlen(name) > 0 && strlen(name) <= 8;
  if (fits) strcpy(store, name);
  free(name);
  return fits ? S_OK : E_INVALIDARG;
}

EXPORT const char *StandInApplication(void) { return application; }

hresult STDCALL IpcGetErrorMessageText(hresult code, uint32_t language, const wide **text) {
  ENTER("IpcGetErrorMessageText");
  if (language != 0) return IPC_LOCALE_NOT_FOUND;
  char words[64];
  snprintf(words, sizeof words, "The stand-in says %08X.\r\n", (uint32_t)code);
  size_t units;
  wide *wide_text = utf16_of(words, &units);
  void *block = block_new((units + 1) * 2);
  memcpy(block, wide_text, units * 2);
  free(wide_text);
  *text = block;
  return S_OK;
}

hresult STDCALL IpcCloseHandle(handle any) {
  ENTER("IpcCloseHandle");
  return handle_close(any) ? S_OK : E_HANDLE;
}
void STDCALL IpcFreeMemory(void *block) { block_free(block); }

static void *protected_window;
hresult STDCALL IpcProtectWindow(void *window) {
  ENTER("IpcProtectWindow");
  if (!window) return E_INVALIDARG;
  if (window == protected_window) return IPC_PROPERTY_ALREADY_SET;
  protected_window = window;
  return S_OK;
}
hresult STDCALL IpcUnprotectWindow(void *window) {
  ENTER("IpcUnprotectWindow");
  if (window != protected_window) return E_INVALIDARG;
  protected_window = NULL;
  return S_OK;
}
