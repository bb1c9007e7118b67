// What the tests order, and what every function asks for when it is entered.
#pragma once
#include "msipc.h"

/** Counts the call; the failure that was ordered for it, else S_OK. */
hresult enter(const char *function);
#define ENTER(function) do { hresult ordered = enter(function); if (ordered < 0) return ordered; } while (0)

/** The service's time, in 100 ns since 1601. */
uint64_t service_time(void);
/** Settings of the tests. */
extern int standin_hang, standin_foreign_thread, standin_from_scratch;
extern char standin_windows_user[256];
/** What the last sign-in was made with, for the tests to read. */
void remember_credential(const char *text);
