#include "tenant.h"
#include "cipher.h"
#include "tenant-key.h"
#include "text.h"
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static EVP_PKEY *private_key(void) {
  static EVP_PKEY *key;
  const unsigned char *der = TENANT_KEY_DER;
  if (!key) key = d2i_AutoPrivateKey(NULL, &der, sizeof TENANT_KEY_DER);
  return key;
}

/** The secret that content keys are sealed with. */
static const uint8_t *secret(void) {
  static uint8_t hash[32];
  EVP_Digest(TENANT_KEY_DER, sizeof TENANT_KEY_DER, hash, NULL, EVP_sha256(), NULL);
  return hash;
}

static void add_time(struct text *text, const char *element, uint64_t file_time) {
  time_t seconds = (time_t)(file_time / 10000000u - 11644473600u);
  struct tm *utc = gmtime(&seconds);
  char minutes[32];
  strftime(minutes, sizeof minutes, "%Y-%m-%dT%H:%M", utc);
  text_print(text, "<%s>%s</%s>", element, minutes, element);
}

static void add_server(struct text *text, const char *enabling) {
  text_print(text,
             "<OBJECT type=\"MS-DRM-Server\"><ID type=\"MS-GUID\">{6b2b6a5e-3c5d-4c2d-9f0e-0d6f4f0b1c2a}</ID><NAME>" ISSUER_NAME
             "</NAME><ADDRESS type=\"URL\">" SERVICE_URL "</ADDRESS></OBJECT>%s%s"
             "<SECURITYLEVEL name=\"Server-Version\" value=\"1.0.0.0\" /><SECURITYLEVEL name=\"Server-SKU\" value=\"RMS 2.0\" />"
             "<SECURITYLEVEL name=\"Tenant-ID\" value=\"{7c9e6679-7425-40de-944b-e07fc1f90ae7}\" />",
             TENANT_PUBLIC_KEY_XML, enabling);
}

static void add_point(struct text *text, const char *type, const char *id, const char *name, const char *address) {
  text_print(text, "<DISTRIBUTIONPOINT><OBJECT type=\"%s\"><ID type=\"MS-GUID\">%s</ID>%s<ADDRESS type=\"URL\">", type, id, name);
  text_add_escaped(text, address);
  text_print(text, "</ADDRESS></OBJECT></DISTRIBUTIONPOINT>");
}

static void add_descriptor(struct text *text, const struct policy *policy) {
  const char *form = policy->from_template ? " version=\"2030-01-02T03:04\">{%s}" : ">%s";
  text_print(text, "<DESCRIPTOR><OBJECT><ID type=\"MS-GUID\"");
  text_print(text, form, policy->descriptor_id);
  text_print(text, "</ID><NAME>");
  for (uint32_t at = 0; at < policy->name_count; at++) {
    text_print(text, "LCID %u:NAME ", policy->names[at].lcid);
    text_add_escaped(text, policy->names[at].name);
    text_print(text, ":DESCRIPTION ");
    text_add_escaped(text, policy->names[at].description ? policy->names[at].description : "");
    text_print(text, ";\n");
  }
  text_print(text, "</NAME></OBJECT></DESCRIPTOR>");
}

static void add_data(struct text *text, const char *sort, const struct pairs *pairs) {
  for (uint32_t at = 0; at < pairs->count; at++) {
    text_print(text, "<AUTHENTICATEDDATA name=\"");
    text_add_escaped(text, pairs->items[at].name);
    text_print(text, "\" id=\"%s\">", sort);
    text_add_escaped(text, pairs->items[at].value ? pairs->items[at].value : "");
    text_print(text, "</AUTHENTICATEDDATA>");
  }
}

static void add_sealed(struct text *text, const uint8_t *key, const void *plain, size_t size) {
  uint8_t *bytes = sealed(key, plain, size);
  text_add_base64(text, bytes, size + 28);
  free(bytes);
}

static void add_body(struct text *text, const struct policy *policy) {
  text_print(text, "<BODY type=\"Microsoft Rights Label\" version=\"3.0\">");
  add_time(text, "ISSUEDTIME", policy->issued);
  if (policy->has_term) {
    text_print(text, "<VALIDITYTIME>");
    add_time(text, "FROM", policy->term_start);
    add_time(text, "UNTIL", policy->term_start + policy->term_duration);
    text_print(text, "</VALIDITYTIME>");
  }
  add_descriptor(text, policy);
  text_print(text, "<ISSUER>");
  add_server(text, "");
  text_print(text, "</ISSUER>");
  add_point(text, "License-Acquisition-URL", "{0f45fd50-383b-43ee-90a4-ed013cd0cfe5}", "<NAME>DRM Server Cluster</NAME>",
            SERVICE_URL "/licensing");
  add_point(text, "Extranet-License-Acquisition-URL", "{94BF969A-CA04-44d6-AA96-51071281FEF2}",
            "<NAME>DRM Server Cluster</NAME>", SERVICE_URL "/licensing");
  if (policy->referral) add_point(text, "Referral-Info", "{81C42010-208A-458A-BAB6-C3C60F06DD5F}", "", policy->referral);
  struct text enabling = {0};
  text_print(&enabling, "<ENABLINGBITS type=\"sealed-key-v2\"><VALUE encoding=\"base64\" size=\"480\">");
  add_sealed(&enabling, secret(), policy->key, 32);
  text_print(&enabling, "</VALUE></ENABLINGBITS>");
  text_print(text, "<ISSUEDPRINCIPALS><PRINCIPAL internal-id=\"1\">");
  add_server(text, enabling.bytes);
  text_print(text, "</PRINCIPAL></ISSUEDPRINCIPALS>");
  free(enabling.bytes);
  text_print(text, "<WORK><OBJECT><ID type=\"MS-GUID\">{%s}</ID></OBJECT><METADATA><OWNER><OBJECT><ID type=\"Unspecified\" /><NAME>",
             policy->content_id);
  text_add_escaped(text, policy->owner);
  text_print(text, "</NAME></OBJECT></OWNER></METADATA></WORK><AUTHENTICATEDDATA id=\"Encrypted-Rights-Data\">");
  size_t size;
  uint8_t *packed = policy_packed(policy, &size);
  add_sealed(text, policy->key, packed, size);
  free(packed);
  text_print(text, "</AUTHENTICATEDDATA>");
  add_data(text, "APPSPECIFIC", &policy->clear);
  add_data(text, "LICENSEMETADATA", &policy->tracking);
  text_print(text, "</BODY>");
}

static void add_signature(struct text *text, const char *body) {
  size_t units, length = 512;
  uint16_t *message = utf16_of(body, &units);
  uint8_t digest[32], signature[512];
  EVP_Digest(message, units * 2, digest, NULL, EVP_sha256(), NULL);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, private_key());
  EVP_DigestSign(context, signature, &length, (uint8_t *)message, units * 2);
  EVP_MD_CTX_free(context);
  free(message);
  text_print(text, "<SIGNATURE><DIGEST><ALGORITHM>SHA256</ALGORITHM><PARAMETER name=\"codingtype\"><VALUE encoding=\"string\">"
                   "surface-coding</VALUE></PARAMETER><VALUE encoding=\"base64\" size=\"256\">");
  text_add_base64(text, digest, 32);
  text_print(text, "</VALUE></DIGEST><ALGORITHM>RSA PKCS#1-V1.5</ALGORITHM><VALUE encoding=\"base64\" size=\"2048\">");
  text_add_base64(text, signature, length);
  text_print(text, "</VALUE></SIGNATURE>");
}

uint8_t *tenant_issue(const struct policy *policy, size_t *size) {
  struct text body = {0}, text = {0};
  add_body(&body, policy);
  text_print(&text, "%s<?xml version=\"1.0\"?><XrML xmlns=\"\" version=\"1.2\">", policy->deprecated ? "" : "\xEF\xBB\xBF");
  text_add(&text, body.bytes, body.length);
  add_signature(&text, body.bytes);
  text_print(&text, "</XrML>");
  free(body.bytes);
  *size = text.length;
  if (!policy->deprecated) return (uint8_t *)text.bytes;
  size_t units;
  uint8_t *utf16 = (uint8_t *)utf16_of(text.bytes, &units);
  free(text.bytes);
  *size = (units + 1) * 2;
  return utf16;
}

/** The bytes of the base64 text between two marks; null when they are not there. */
static uint8_t *bytes_between(const char *text, const char *before, const char *after, size_t *size) {
  const char *start = strstr(text, before);
  const char *end = start ? strstr(start, after) : NULL;
  return end ? base64_decoded(start + strlen(before), end, size) : NULL;
}

static int is_genuine(const char *body, const char *body_end) {
  size_t units, length;
  if (!strstr(body, TENANT_PUBLIC_KEY_XML)) return 0;
  uint8_t *signature =
      bytes_between(body_end, "<ALGORITHM>RSA PKCS#1-V1.5</ALGORITHM><VALUE encoding=\"base64\" size=\"2048\">", "</VALUE>", &length);
  if (!signature) return 0;
  char *signed_text = calloc(1, body_end - body + 1);
  memcpy(signed_text, body, body_end - body);
  uint16_t *message = utf16_of(signed_text, &units);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, private_key());
  int genuine = EVP_DigestVerify(context, signature, length, (uint8_t *)message, units * 2) == 1;
  EVP_MD_CTX_free(context);
  free(message), free(signed_text), free(signature);
  return genuine;
}

static int open_body(const char *body, struct policy *policy) {
  size_t key_size, data_size;
  uint8_t *key_bytes = bytes_between(body, "<ENABLINGBITS type=\"sealed-key-v2\"><VALUE encoding=\"base64\" size=\"480\">", "</VALUE>", &key_size);
  uint8_t *data = bytes_between(body, "<AUTHENTICATEDDATA id=\"Encrypted-Rights-Data\">", "</AUTHENTICATEDDATA>", &data_size);
  uint8_t *key = key_bytes && key_size == 60 ? unsealed(secret(), key_bytes, key_size) : NULL;
  uint8_t *packed = key && data ? unsealed(key, data, data_size) : NULL;
  int opened = packed && policy_unpack(policy, packed, data_size - 28);
  free(key_bytes), free(data), free(key), free(packed);
  return opened;
}

hresult tenant_open(const IPC_BUFFER *license, struct policy *policy) {
  memset(policy, 0, sizeof *policy);
  if (!license || !license->pvBuffer || license->cbBuffer < 4) return E_INVALIDARG;
  const uint8_t *bytes = license->pvBuffer;
  // UTF-8 needs its mark; licenses.md §9.
  if (memcmp(bytes, "\xEF\xBB\xBF", 3) != 0 && bytes[1] != 0) return IPC_BROKEN_CERT_CHAIN;
  char *text = calloc(1, license->cbBuffer + 2);
  memcpy(text, bytes, license->cbBuffer);
  if (bytes[1] == 0) {
    char *utf8 = utf8_of((const wide *)text);
    free(text);
    text = utf8;
  }
  const char *body = strstr(text, "<BODY ");
  const char *end = body ? strstr(body, "</BODY>") : NULL;
  int opened = end && is_genuine(body, end + 7) && open_body(body, policy);
  free(text);
  return opened ? S_OK : IPC_BROKEN_CERT_CHAIN;
}
