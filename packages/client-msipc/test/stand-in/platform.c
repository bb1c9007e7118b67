#include "platform.h"
#include "msipc.h"

struct job { void (*work)(void *); void *argument; };

#ifdef _WIN32
#include <windows.h>

static DWORD WINAPI run(void *argument) {
  struct job *job = argument;
  job->work(job->argument);
  return 0;
}
uint64_t current_thread(void) { return GetCurrentThreadId(); }
void on_other_thread(void (*work)(void *), void *argument) {
  struct job job = {work, argument};
  HANDLE thread = CreateThread(NULL, 0, run, &job, 0, NULL);
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}
void sleep_ms(unsigned ms) { Sleep(ms); }
int event_is_set(void *event) { return WaitForSingleObject(event, 0) == WAIT_OBJECT_0; }
uint64_t nanoseconds(void) {
  LARGE_INTEGER now, second;
  QueryPerformanceCounter(&now);
  QueryPerformanceFrequency(&second);
  return (uint64_t)((double)now.QuadPart * 1e9 / (double)second.QuadPart);
}

#else
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

static void *run(void *argument) {
  struct job *job = argument;
  job->work(job->argument);
  return NULL;
}
uint64_t current_thread(void) { return (uint64_t)pthread_self(); }
void on_other_thread(void (*work)(void *), void *argument) {
  struct job job = {work, argument};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &job) == 0) pthread_join(thread, NULL);
}
void sleep_ms(unsigned ms) {
  struct timespec time = {ms / 1000, (ms % 1000) * 1000000L};
  nanosleep(&time, NULL);
}
uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + now.tv_nsec;
}

// The events and certificates of Windows, as far as the client uses them.
struct event { atomic_int set; };
static atomic_int live_events;
int event_is_set(void *event) { return atomic_load(&((struct event *)event)->set); }
EXPORT void *CreateEventW(void *attributes, int32_t manual, int32_t initial, const wide *name) {
  (void)attributes, (void)manual, (void)name;
  struct event *event = calloc(1, sizeof *event);
  atomic_store(&event->set, initial);
  atomic_fetch_add(&live_events, 1);
  return event;
}
EXPORT int32_t SetEvent(void *event) {
  atomic_store(&((struct event *)event)->set, 1);
  return 1;
}
EXPORT int32_t CloseHandle(void *event) {
  free(event);
  atomic_fetch_sub(&live_events, 1);
  return 1;
}
EXPORT uint32_t StandInLiveEvents(void) { return (uint32_t)atomic_load(&live_events); }

struct store { int open; };
static int live_certificates;
EXPORT void *CertOpenSystemStoreW(void *provider, const wide *name) {
  (void)provider;
  return name && name[0] == 'M' && name[1] == 'Y' && !name[2] ? calloc(1, sizeof(struct store)) : NULL;
}
/** Finds the one certificate there is, by its SHA-1: twenty bytes 0x5A. */
EXPORT void *CertFindCertificateInStore(void *store, uint32_t encoding, uint32_t flags, uint32_t type, const void *wanted, void *previous) {
  (void)flags, (void)previous;
  const struct { uint32_t size; const uint8_t *bytes; } *hash = wanted;
  if (!store || encoding != 0x10001 || type != 0x10000 || hash->size != 20) return NULL;
  for (int at = 0; at < 20; at++)
    if (hash->bytes[at] != 0x5A) return NULL;
  live_certificates++;
  return calloc(1, 40);
}
EXPORT int32_t CertFreeCertificateContext(void *certificate) {
  free(certificate);
  live_certificates--;
  return 1;
}
EXPORT int32_t CertCloseStore(void *store, uint32_t flags) {
  (void)flags;
  free(store);
  return 1;
}
EXPORT uint32_t StandInLiveCertificates(void) { return (uint32_t)live_certificates; }
#endif
