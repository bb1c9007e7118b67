// Blocks and handles the caller must give back: counted, and wrong ones noticed.
#pragma once
#include <stddef.h>
#include <stdint.h>

/** A block the caller frees with IpcFreeMemory; zeroed. */
void *block_new(size_t size);
/** Memory that goes when `block` goes; zeroed. */
void *block_attach(void *block, size_t size);
/** UTF-16 text of UTF-8, attached to `block`; null stays null. */
uint16_t *block_text(void *block, const char *utf8);
void block_free(void *block);

enum handle_kind { HANDLE_LICENSE = 1, HANDLE_KEY, HANDLE_TOKEN, HANDLE_METADATA };
/** A handle of `size` zeroed bytes; `destroy` frees what they point to. */
void *handle_new(enum handle_kind kind, size_t size, void (*destroy)(void *));
/** The bytes of a live handle of this kind; null for anything else. */
void *handle_of(void *any, enum handle_kind kind);
/** False for what is no live handle. */
int handle_close(void *any);

/** The caller did what he must not: freed something twice, used what is gone. */
void note_misuse(const char *what);
