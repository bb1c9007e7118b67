#include "text.h"
#include <ctype.h>
#include <openssl/rand.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(struct text *text, const void *bytes, size_t length) {
  if (text->length + length + 1 > text->capacity) {
    text->capacity = (text->length + length + 1) * 2;
    text->bytes = realloc(text->bytes, text->capacity);
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = 0;
}

void text_print(struct text *text, const char *format, ...) {
  char small[4096];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(small, sizeof small, format, values);
  va_end(values);
  if (length < (int)sizeof small) {
    text_add(text, small, length);
    return;
  }
  char *large = malloc(length + 1);
  va_start(values, format);
  vsnprintf(large, length + 1, format, values);
  va_end(values);
  text_add(text, large, length);
  free(large);
}

void text_add_escaped(struct text *text, const char *utf8) {
  for (const char *at = utf8; *at; at++) {
    const char *escape = *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : *at == '"' ? "&quot;" : NULL;
    if (escape) text_add(text, escape, strlen(escape));
    else text_add(text, at, 1);
  }
}

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void text_add_base64(struct text *text, const uint8_t *bytes, size_t length) {
  for (size_t at = 0; at < length; at += 3) {
    size_t rest = length - at;
    uint32_t bits = bytes[at] << 16 | (rest > 1 ? bytes[at + 1] << 8 : 0) | (rest > 2 ? bytes[at + 2] : 0);
    char out[4] = {BASE64[bits >> 18], BASE64[bits >> 12 & 63], rest > 1 ? BASE64[bits >> 6 & 63] : '=',
                   rest > 2 ? BASE64[bits & 63] : '='};
    text_add(text, out, 4);
  }
}

uint8_t *base64_decoded(const char *text, const char *end, size_t *length) {
  uint8_t *bytes = malloc((end - text) * 3 / 4 + 4);
  uint32_t bits = 0;
  int count = 0;
  *length = 0;
  for (const char *at = text; at < end && *at != '='; at++) {
    char plain = *at == '-' ? '+' : *at == '_' ? '/' : *at;
    const char *found = plain ? strchr(BASE64, plain) : NULL;
    if (!found) {
      free(bytes);
      return NULL;
    }
    bits = bits << 6 | (uint32_t)(found - BASE64);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[(*length)++] = bits >> count & 255;
  }
  return bytes;
}

char *utf8_of(const uint16_t *utf16) {
  if (!utf16) return NULL;
  struct text text = {0};
  text_add(&text, "", 0);
  for (; *utf16; utf16++) {
    uint32_t point = *utf16;
    if (point >= 0xD800 && point < 0xDC00 && utf16[1] >= 0xDC00 && utf16[1] < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10) + (utf16[1] - 0xDC00);
      utf16++;
    }
    uint8_t out[4];
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const uint8_t HEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t at = length; at-- > 1; point >>= 6) out[at] = 0x80 | (point & 63);
    out[0] = HEAD[length] | point;
    text_add(&text, out, length);
  }
  return text.bytes;
}

uint16_t *utf16_of(const char *utf8, size_t *units) {
  if (!utf8) return NULL;
  uint16_t *out = malloc((strlen(utf8) + 1) * 2);
  size_t count = 0;
  for (const uint8_t *at = (const uint8_t *)utf8; *at;) {
    size_t length = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    uint32_t point = length == 1 ? *at : *at & (0x7F >> length);
    for (size_t more = 1; more < length && at[more]; more++) point = point << 6 | (at[more] & 63);
    for (size_t more = 0; more < length && *at; more++) at++;
    if (point < 0x10000) {
      out[count++] = point;
    } else {
      out[count++] = 0xD800 + ((point - 0x10000) >> 10);
      out[count++] = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
  }
  out[count] = 0;
  if (units) *units = count;
  return out;
}

char *copy_of(const char *utf8) {
  return utf8 ? strcpy(malloc(strlen(utf8) + 1), utf8) : NULL;
}

char *random_guid(void) {
  uint8_t b[16];
  RAND_bytes(b, sizeof b);
  char *guid = malloc(37);
  snprintf(guid, 37, "%02x%02x%02x%02x-%02x%02x-4%x%02x-a%x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5],
           b[6] & 15, b[7], b[8] & 15, b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
  return guid;
}

int same_text(const char *one, const char *other) {
  if (!one || !other) return 0;
  for (; *one && *other; one++, other++)
    if (tolower((unsigned char)*one) != tolower((unsigned char)*other)) return 0;
  return *one == *other;
}
