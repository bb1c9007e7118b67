// AES over segments (crypto.md §2 to §4), and sealing of small things with AES-GCM.
#pragma once
#include "msipc.h"
#include <openssl/evp.h>

struct cipher { EVP_CIPHER_CTX *ecb, *encrypt, *decrypt; uint32_t segment; };
/** `segment` 4096: CBC4K; 16: ECB. */
void cipher_open(struct cipher *cipher, const uint8_t *key, int key_bytes, uint32_t segment);
void cipher_close(struct cipher *cipher);
/** Whole blocks from the beginning of segment `first`; `in` may be `out`. */
void cipher_run(struct cipher *cipher, int encrypting, uint32_t first, const uint8_t *in, uint8_t *out, uint32_t size);

/** Nonce, tag, ciphertext: 28 bytes more than `size`. The caller's to free. */
uint8_t *sealed(const uint8_t key[32], const void *plain, size_t size);
/** Null when it was changed. `size` is that of the sealed bytes. The caller's to free. */
uint8_t *unsealed(const uint8_t key[32], const uint8_t *bytes, size_t size);
