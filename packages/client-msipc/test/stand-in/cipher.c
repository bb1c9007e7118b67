#include "cipher.h"
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

static EVP_CIPHER_CTX *context(const EVP_CIPHER *cipher, const uint8_t *key, int encrypting) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  static const uint8_t NO_IV[16];
  EVP_CipherInit_ex(context, cipher, NULL, key, NO_IV, encrypting);
  EVP_CIPHER_CTX_set_padding(context, 0);
  return context;
}

void cipher_open(struct cipher *cipher, const uint8_t *key, int key_bytes, uint32_t segment) {
  const EVP_CIPHER *ecb = key_bytes == 32 ? EVP_aes_256_ecb() : EVP_aes_128_ecb();
  const EVP_CIPHER *cbc = key_bytes == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
  cipher->segment = segment;
  cipher->ecb = context(ecb, key, 1);
  cipher->encrypt = context(segment == 16 ? ecb : cbc, key, 1);
  cipher->decrypt = context(segment == 16 ? ecb : cbc, key, 0);
}

void cipher_close(struct cipher *cipher) {
  EVP_CIPHER_CTX_free(cipher->ecb);
  EVP_CIPHER_CTX_free(cipher->encrypt);
  EVP_CIPHER_CTX_free(cipher->decrypt);
}

void cipher_run(struct cipher *cipher, int encrypting, uint32_t first, const uint8_t *in, uint8_t *out, uint32_t size) {
  EVP_CIPHER_CTX *context = encrypting ? cipher->encrypt : cipher->decrypt;
  int done;
  if (cipher->segment == 16) {
    if (size) EVP_CipherUpdate(context, out, &done, in, (int)size);
    return;
  }
  for (uint32_t at = 0; at < size; at += cipher->segment, first++) {
    uint8_t number[16] = {first, first >> 8, first >> 16, first >> 24}, iv[16];
    EVP_CipherUpdate(cipher->ecb, iv, &done, number, 16);
    EVP_CipherInit_ex(context, NULL, NULL, NULL, iv, -1);
    EVP_CipherUpdate(context, out + at, &done, in + at, (int)(size - at < cipher->segment ? size - at : cipher->segment));
  }
}

uint8_t *sealed(const uint8_t key[32], const void *plain, size_t size) {
  uint8_t *bytes = malloc(28 + size);
  int done;
  RAND_bytes(bytes, 12);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, bytes, 1);
  EVP_CipherUpdate(context, bytes + 28, &done, plain, (int)size);
  EVP_CipherFinal_ex(context, bytes + 28 + size, &done);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, bytes + 12);
  EVP_CIPHER_CTX_free(context);
  return bytes;
}

uint8_t *unsealed(const uint8_t key[32], const uint8_t *bytes, size_t size) {
  if (size < 28) return NULL;
  uint8_t *plain = malloc(size - 28 + 1);
  int done;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, bytes, 0);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, (void *)(bytes + 12));
  EVP_CipherUpdate(context, plain, &done, bytes + 28, (int)(size - 28));
  int genuine = EVP_CipherFinal_ex(context, plain + size - 28, &done);
  EVP_CIPHER_CTX_free(context);
  if (genuine == 1) return plain;
  free(plain);
  return NULL;
}
