import { CorruptFile, Tampered, openSealedKeyBeside, type CipherMode, type Policy } from '@rightsmith/core';
import type { TemplateStore } from '../templates/template-store.js';
import type { OwnLicense } from './check-license.js';
import type { CheckedLicenses } from './checked-licenses.js';

/** What was sealed inside a licence. */
export interface OpenedContent {
  readonly key: Uint8Array;
  readonly mode: CipherMode;
  readonly policy: Policy;
  /** Whether the policy is that of a template of ours, in its current version. */
  readonly fromTemplate: boolean;
}

/**
 * Opens the content key and the policy of a licence of ours. The current version of one of our templates, archived ones
 * included, wins over the policy in the licence (licenses.md §7.3, rule 2).
 *
 * @throws CorruptFile, LimitReached, Tampered; CannotRead for a damaged home
 */
export async function openContent(
  ownLicense: OwnLicense,
  { templates, licenses }: { readonly templates: TemplateStore; readonly licenses: CheckedLicenses },
): Promise<OpenedContent> {
  const { license, key: tenantKey } = ownLicense;
  const { principal, rightsData, descriptor } = license;
  const structure = 'licence block 0';
  if (principal.sealedKey === undefined || rightsData === undefined) {
    throw new CorruptFile('The licence has no content key or no policy.', { where: { structure } });
  }
  const { privateKey, decrypt } = tenantKey;
  const sealed = { ...principal.sealedKey, privateKey, principalXml: principal.xml };
  const { key, mode, hashMatches } = await openSealedKeyBeside(sealed, decrypt);
  if (!hashMatches) {
    throw new Tampered('The content key in the licence was sealed for another one.', { where: { structure } });
  }
  const current = descriptor === undefined ? undefined : await templates.find(descriptor.id);
  const policy = current?.template ?? licenses.policyOf(ownLicense, rightsData, key);
  return { key, mode, policy, fromTemplate: current !== undefined };
}
