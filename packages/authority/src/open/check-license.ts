import {
  NotSupportedByClient,
  Tampered,
  readPublishingLicense,
  verifyBlock,
  type PublishingLicense,
} from '@rightsmith/core';
import type { Tenant } from '../keys/tenant.js';
import type { TenantKey } from '../keys/tenant-key.js';

/** A licence this authority has issued, and the tenant key that opens it. */
export interface OwnLicense {
  readonly license: PublishingLicense;
  readonly key: TenantKey;
}

/**
 * Reads a licence and makes sure that this tenant issued it (licenses.md §11.8). That the content key is sealed to us is
 * not enough: anybody can put our `ISSUEDPRINCIPALS` into a licence that he signs with a key of his own and that names
 * him as owner. So the signing key must be ours too.
 *
 * @throws CorruptFile, LimitReached for what is no licence; Tampered; NotSupportedByClient for another service's licence
 */
export function checkLicense(bytes: Uint8Array, tenant: Tenant): OwnLicense {
  const license = readPublishingLicense(bytes);
  const { digest, signature } = verifyBlock(license.block);
  if (!digest || !signature) throw tampered('The signature of the licence does not hold: its text was changed.');
  const key = tenant.keys.get(license.principal.key.fingerprint);
  if (key === undefined) throw foreignLicense(license);
  if (!tenant.keys.has(license.issuer.key.fingerprint)) {
    throw tampered('The licence is made out to this authority, but somebody else signed it.');
  }
  return { license, key };
}

function tampered(message: string): Tampered {
  return new Tampered(message, { where: { structure: 'licence block 0' } });
}

function foreignLicense({ urls }: PublishingLicense): NotSupportedByClient {
  const url = urls.extranet ?? urls.intranet ?? '';
  const service = URL.canParse(url) ? `the service at ${new URL(url).host}` : 'the service that issued the licence';
  return new NotSupportedByClient('The licence was issued by another service, so this authority has no key for it.', {
    where: { structure: 'licence block 0' },
    hint: `Open it with a client of ${service}, or with the home of the authority that issued it.`,
  });
}
