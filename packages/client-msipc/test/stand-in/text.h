// Text: growing buffers, UTF-8 and UTF-16, base64, XML escapes.
#pragma once
#include <stddef.h>
#include <stdint.h>

/** Bytes that grow; `bytes` is NUL-terminated and the caller's to free. Start from zeros. */
struct text { char *bytes; size_t length, capacity; };
void text_add(struct text *text, const void *bytes, size_t length);
void text_print(struct text *text, const char *format, ...);
/** With &, <, > and " escaped. */
void text_add_escaped(struct text *text, const char *utf8);
void text_add_base64(struct text *text, const uint8_t *bytes, size_t length);

/** All of these are the caller's to free; null gives null. */
char *utf8_of(const uint16_t *utf16);
uint16_t *utf16_of(const char *utf8, size_t *units);
char *copy_of(const char *utf8);
/** Null when it is no base64. `end` is where the text ends; both alphabets, padding or none. */
uint8_t *base64_decoded(const char *text, const char *end, size_t *length);
/** A fresh GUID, lower case, no braces. */
char *random_guid(void);
int same_text(const char *one, const char *other);
