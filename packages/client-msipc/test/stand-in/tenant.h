// The service behind the stand-in: its key, its licences.
#pragma once
#include "policy.h"

#define SERVICE_URL "https://rms.example.com/_wmcs"
#define ISSUER_NAME "Contoso"

/** Writes and signs a publishing licence of this policy: UTF-8 with byte order mark, or UTF-16 with deprecated algorithms. The caller's to free. */
uint8_t *tenant_issue(const struct policy *policy, size_t *size);
/** Opens a licence of this service (UTF-8 with byte order mark, or UTF-16). BROKEN_CERT_CHAIN for anything else. */
hresult tenant_open(const IPC_BUFFER *license, struct policy *policy);
