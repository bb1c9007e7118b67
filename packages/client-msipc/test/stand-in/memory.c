#include "memory.h"
#include "control.h"
#include "msipc.h"
#include "text.h"
#include <stdlib.h>
#include <string.h>

struct attached { struct attached *next; max_align_t data[]; };
struct block { struct block *next; struct attached *attached; size_t size; max_align_t data[]; };
struct owned { struct owned *next; enum handle_kind kind; void (*destroy)(void *); max_align_t data[]; };

static struct block *blocks;
static struct owned *handles;
static uint32_t live_blocks, live_handles, misuses;
static char last_misuse[128];

void note_misuse(const char *what) {
  misuses++;
  strncpy(last_misuse, what, sizeof last_misuse - 1);
}

void *block_new(size_t size) {
  struct block *block = calloc(1, sizeof *block + size);
  block->size = size;
  block->next = blocks;
  blocks = block;
  live_blocks++;
  return block->data;
}

void *block_attach(void *data, size_t size) {
  struct block *block = (struct block *)((char *)data - offsetof(struct block, data));
  struct attached *more = calloc(1, sizeof *more + size);
  more->next = block->attached;
  block->attached = more;
  return more->data;
}

uint16_t *block_text(void *block, const char *utf8) {
  if (!utf8) return NULL;
  size_t units;
  uint16_t *wide_text = utf16_of(utf8, &units);
  uint16_t *copy = block_attach(block, (units + 1) * 2);
  memcpy(copy, wide_text, units * 2);
  free(wide_text);
  return copy;
}

void block_free(void *data) {
  if (!data) return;
  for (struct block **at = &blocks; *at; at = &(*at)->next) {
    struct block *block = *at;
    if ((void *)block->data != data) continue;
    *at = block->next;
    while (block->attached) {
      struct attached *next = block->attached->next;
      free(block->attached);
      block->attached = next;
    }
    memset(block->data, 0xDD, block->size); // Reading it afterwards shows.
    free(block);
    live_blocks--;
    return;
  }
  note_misuse("IpcFreeMemory of what is no live block");
}

void *handle_new(enum handle_kind kind, size_t size, void (*destroy)(void *)) {
  struct owned *owned = calloc(1, sizeof *owned + size);
  owned->kind = kind;
  owned->destroy = destroy;
  owned->next = handles;
  handles = owned;
  live_handles++;
  return owned->data;
}

void *handle_of(void *any, enum handle_kind kind) {
  for (struct owned *owned = handles; owned; owned = owned->next)
    if ((void *)owned->data == any && owned->kind == kind) return any;
  note_misuse("a handle that is not live, or of another kind");
  return NULL;
}

int handle_close(void *any) {
  for (struct owned **at = &handles; *at; at = &(*at)->next) {
    struct owned *owned = *at;
    if ((void *)owned->data != any) continue;
    *at = owned->next;
    if (owned->destroy) owned->destroy(owned->data);
    free(owned);
    live_handles--;
    return 1;
  }
  note_misuse("IpcCloseHandle of what is no live handle");
  return 0;
}

EXPORT uint32_t StandInLiveBlocks(void) { return live_blocks; }
EXPORT uint32_t StandInLiveHandles(void) { return live_handles; }
EXPORT uint32_t StandInMisuses(void) { return misuses; }
EXPORT const char *StandInLastMisuse(void) { return last_misuse; }
