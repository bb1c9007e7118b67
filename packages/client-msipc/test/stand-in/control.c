#include "control.h"
#include "platform.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ORDERS 16
#define THREADS 8
static struct { char function[64]; hresult code; uint32_t skip; } orders[ORDERS];
static uint64_t threads[THREADS];
static char credential[1024];
static uint64_t fixed_time;
int standin_hang, standin_foreign_thread, standin_from_scratch = 1;
char standin_windows_user[256] = "alice@example.com";

static void remember_thread(void) {
  uint64_t thread = current_thread();
  for (int at = 0; at < THREADS; at++) {
    if (threads[at] == thread) return;
    if (threads[at]) continue;
    threads[at] = thread;
    return;
  }
}

hresult enter(const char *function) {
  remember_thread();
  for (int at = 0; at < ORDERS; at++) {
    if (orders[at].code == S_OK || strcmp(orders[at].function, function) != 0) continue;
    if (orders[at].skip-- > 0) continue;
    hresult code = orders[at].code;
    orders[at].code = S_OK;
    return code;
  }
  return S_OK;
}

uint64_t service_time(void) {
  return fixed_time ? fixed_time : ((uint64_t)time(NULL) + 11644473600u) * 10000000u;
}

void remember_credential(const char *text) { snprintf(credential, sizeof credential, "%s", text); }

/** The call of `function` after `skip` others fails with `code`, once. */
EXPORT void StandInFail(const char *function, uint32_t code, uint32_t skip) {
  for (int at = 0; at < ORDERS; at++) {
    if (orders[at].code != S_OK) continue;
    snprintf(orders[at].function, sizeof orders[at].function, "%s", function);
    orders[at].skip = skip;
    orders[at].code = HR(code);
    return;
  }
}
EXPORT void StandInForgetOrders(void) { memset(orders, 0, sizeof orders); }
/** 100 ns since 1601; 0: the real time. */
EXPORT void StandInSetTime(uint64_t time) { fixed_time = time; }
/** Calls with a prompt context hang until they are cancelled. */
EXPORT void StandInHang(int32_t on) { standin_hang = on; }
/** The OAuth callback is called from a thread of the library. */
EXPORT void StandInCallBackFromThread(int32_t on) { standin_foreign_thread = on; }
EXPORT void StandInAllowFromScratch(int32_t on) { standin_from_scratch = on; }
/** Who is signed in to Windows; empty: nobody. */
EXPORT void StandInSetWindowsUser(const char *address) { snprintf(standin_windows_user, sizeof standin_windows_user, "%s", address); }
EXPORT const char *StandInCredential(void) { return credential; }
EXPORT uint32_t StandInThreads(void) {
  uint32_t count = 0;
  while (count < THREADS && threads[count]) count++;
  return count;
}
EXPORT void StandInForgetThreads(void) { memset(threads, 0, sizeof threads); }
