import { PUBLISHED_BY } from '../license/published-by.js';
import type { PublishingLicense } from '../license/publishing-license.js';
import type { BlockReport, LicenseReport } from '../license/verify.js';
import type { LocalizedName } from '../rights/policy.js';
import type { StringMap } from '../types.js';

/** What a publishing licence says without a key. Times are ISO 8601, UTC. What does not apply is left out. */
export interface LicenseFacts {
  readonly contentId: string;
  readonly owner?: string;
  /** Who published it, where that is not the owner; set by the authority, so as true as the signature. */
  readonly publishedBy?: string;
  readonly issuedAt: string;
  readonly validUntil?: string;
  readonly descriptor?: { readonly id: string; readonly names: readonly LocalizedName[] };
  readonly kind?: 'template' | 'custom';
  readonly issuer: { readonly id: string; readonly name: string; readonly modulusSha256: string };
  readonly urls: { readonly intranet?: string; readonly extranet?: string };
  /** Untrusted text. */
  readonly referral?: string;
  readonly cryptoMode: 1 | 2;
  /** Signed application data. */
  readonly appData: StringMap;
  readonly blocks: readonly BlockFacts[];
  readonly chain: LicenseReport['chain'];
}

/** One block of a licence, and whether digest and signature hold. */
export type BlockFacts = Pick<BlockReport, 'type' | 'descriptorType' | 'digest' | 'signature'>;

/** The facts of a licence and the report on its signatures, as plain JSON. */
export function licenseFacts(license: PublishingLicense, report: LicenseReport): LicenseFacts {
  const { [PUBLISHED_BY]: publishedBy, ...appData } = license.appData;
  const { contentId, owner, issuedAt, validUntil, descriptor, kind, issuer, urls, referral } = license;
  return {
    contentId,
    ...(owner !== undefined && { owner }),
    ...(publishedBy !== undefined && { publishedBy }),
    issuedAt: issuedAt.toISOString(),
    ...(validUntil !== undefined && { validUntil: validUntil.toISOString() }),
    ...(descriptor !== undefined && { descriptor: { id: descriptor.id, names: descriptor.names } }),
    ...(kind !== undefined && { kind }),
    issuer: { id: issuer.id, name: issuer.name, modulusSha256: issuer.key.fingerprint },
    urls,
    ...(referral !== undefined && { referral }),
    cryptoMode: license.cryptoMode,
    appData,
    blocks: report.blocks.map(blockFacts),
    chain: report.chain,
  };
}

function blockFacts({ type, descriptorType, digest, signature }: BlockReport): BlockFacts {
  return { type, ...(descriptorType !== undefined && { descriptorType }), digest, signature };
}
