import type { Label, LocalizedName } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import type { LicenseBlock } from './blocks.js';
import type { LicenseEncoding } from './encoding.js';
import type { KeyHolder, SealedKey } from './parties.js';

/** The `DESCRIPTOR` of a publishing licence or template; `licenses.md` §4.2. */
export interface LicenseDescriptor {
  /** The template's id, or a fresh one of a custom policy. A GUID in lower case without braces; other text as stored. */
  readonly id: string;
  readonly names: readonly LocalizedName[];
  /** When the template was last changed, as stored (`2023-06-06T19:04`); only templates have it, and not all. */
  readonly version?: string;
}

/** Everything a publishing licence says without a key; `licenses.md` §4. GUIDs are in lower case without braces. */
export interface PublishingLicense {
  /** As stored. */
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly encoding: LicenseEncoding;
  /** The licence itself and the certificates behind it, if any. */
  readonly blocks: readonly LicenseBlock[];
  /** Block 0, the publishing licence. */
  readonly block: LicenseBlock;
  readonly issuedAt: Date;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  readonly descriptor?: LicenseDescriptor;
  /** Where the policy came from, if the clear text tells. Many licences do not (`licenses.md` §4.2, §4.4). */
  readonly kind?: 'template' | 'custom';
  /** Who signed: the tenant's server, or a person through the CLC. */
  readonly issuer: KeyHolder;
  readonly urls: { readonly intranet?: string; readonly extranet?: string };
  /** Whom to ask for access: a URL, a `mailto:` address or a bare address. Untrusted text. */
  readonly referral?: string;
  /** Whether the referral is the template's; present with `referral` where its id is a known one. */
  readonly referralFromTemplate?: boolean;
  /** The server that can open the licence. */
  readonly principal: LicensePrincipal;
  readonly contentId: string;
  /** The owner's address. */
  readonly owner?: string;
  /** The policy, encrypted with the content key; `licenses.md` §7. */
  readonly rightsData?: Uint8Array;
  /** The signed application data, readable without a right. */
  readonly appData: StringMap;
  readonly labels: readonly Label[];
  /** Data of document tracking, `MS.Content.Name` and the like. */
  readonly metadata: StringMap;
  /** Mode 1 is RSA-1024 with SHA-1, mode 2 RSA-2048 with SHA-256. */
  readonly cryptoMode: 1 | 2;
}

/** The one principal of a publishing licence. */
export interface LicensePrincipal extends KeyHolder {
  readonly sealedKey?: SealedKey;
  /** The exact source of `ISSUEDPRINCIPALS`, which a hash inside the sealed key covers (`licenses.md` §6). */
  readonly xml: string;
}
