import { decryptRightsData, readRightsData, type Policy } from '@rightsmith/core';
import type { Tenant } from '../keys/tenant.js';
import { checkLicense, type OwnLicense } from './check-license.js';

/** Bytes of licences kept in all: about seventy usual ones. */
const KEPT_BYTES = 512 * 1024;
/** A longer licence is not kept, so that a few do not push out all others. */
const LONGEST_KEPT = KEPT_BYTES / 8;

/**
 * The licences that were checked last, so that parsing and verifying a document's licence is paid for once and not by
 * everybody who opens it. Keys are not kept: each opening unseals its own. Only licences that hold are kept, byte for
 * byte, and only while the tenant has the same keys.
 */
export class CheckedLicenses {
  readonly #kept = new Map<string, OwnLicense>();
  readonly #policies = new WeakMap<OwnLicense, Policy>();
  #keptBytes = 0;
  #tenant: Tenant | undefined;

  /** @throws as {@link checkLicense} */
  check(bytes: Uint8Array, tenant: Tenant): OwnLicense {
    if (this.#tenant !== tenant) this.#forgetAll(tenant);
    if (bytes.length > LONGEST_KEPT) return checkLicense(bytes, tenant);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const kept = this.#kept.get(text);
    if (kept !== undefined) return kept;
    // Of its own, because callers may use theirs for something else.
    const checked = checkLicense(new Uint8Array(bytes), tenant);
    this.#keep(text, checked);
    return checked;
  }

  /** The policy in a licence that {@link check} gave, which the content key opens. @throws CorruptFile, LimitReached */
  policyOf(license: OwnLicense, rightsData: Uint8Array, key: Uint8Array): Policy {
    const known = this.#policies.get(license);
    if (known !== undefined) return known;
    const { policy } = readRightsData(decryptRightsData(rightsData, key));
    this.#policies.set(license, policy);
    return policy;
  }

  #keep(text: string, checked: OwnLicense): void {
    this.#kept.set(text, checked);
    this.#keptBytes += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= KEPT_BYTES) return;
      this.#kept.delete(oldest);
      this.#keptBytes -= oldest.length;
    }
  }

  #forgetAll(tenant: Tenant): void {
    this.#kept.clear();
    this.#keptBytes = 0;
    this.#tenant = tenant;
  }
}
