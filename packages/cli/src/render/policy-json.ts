import type { JsonObject, Policy } from '@rightsmith/core';

/** A policy as JSON shows it: as `templates show --json` does, `rights` for its grants. */
export function policyJson(policy: Policy): JsonObject {
  const { names, grants, validFrom, validUntil, offlineDays, referral, encryptedData } = policy;
  const json = { names, rights: grants, validFrom, validUntil, offlineDays, referral, encryptedData };
  // Times become text, and members that are not there go.
  return JSON.parse(JSON.stringify(json)) as JsonObject;
}
