import {
  UsageError,
  formatTime,
  writeRightsData,
  type CustomPolicy,
  type DescriptorInput,
  type Identity,
  type PublishRequest,
  type ValidityPeriod,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { randomGuid } from '../guid.js';
import { findTemplate, templateArchived, templatesFor } from '../templates/find-template.js';

/** The policy of a new licence: what of it stands in the clear, and the text that will be encrypted. */
export interface PolicyText extends ValidityPeriod {
  readonly descriptor: DescriptorInput;
  readonly referral?: string;
  readonly text: string;
}

/** The content a policy is written for. */
interface PolicyTarget {
  readonly contentId: string;
  readonly owner: string;
  readonly issuedAt: Date;
}

/**
 * Writes the policy a request asks for.
 *
 * @throws TemplateNotFound; TemplateArchived; UsageError for a policy that cannot be written; LimitReached
 */
export function policyText(
  request: PublishRequest,
  requester: Requester,
  target: PolicyTarget,
  parts: AuthorityParts,
): Promise<PolicyText> | PolicyText {
  return 'template' in request.policy
    ? templatePolicy(request.policy.template, request, requester, parts)
    : customPolicy(request.policy, request, target, parts);
}

/**
 * A licence from a template carries the template's signed text word for word (licenses.md §11.6). Its clear part names no
 * period: the current version of the template decides, and a later one may end later.
 */
async function templatePolicy(
  idOrName: string,
  request: PublishRequest,
  requester: Requester,
  { templates, directory }: AuthorityParts,
): Promise<PolicyText> {
  const identity = await publisherIdentity(request, requester, directory);
  const found = findTemplate(templatesFor(identity, await templates.list()), idOrName);
  if (found.archived === true) throw templateArchived(idOrName);
  const { template, signed } = await templates.get(found.id);
  if (Object.keys(request.encryptedData ?? {}).length > 0) {
    throw new UsageError('A licence made from a template cannot carry encrypted application data of its own.', {
      hint: 'Use signed application data, or a custom policy.',
    });
  }
  const { id, names, modified, referral } = template;
  return {
    descriptor: { kind: 'template', id, names, version: formatTime(modified) },
    ...(referral !== undefined && { referral }),
    text: signed,
  };
}

function customPolicy(
  policy: CustomPolicy,
  request: PublishRequest,
  target: PolicyTarget,
  { random }: AuthorityParts,
): PolicyText {
  const { names, referral, validFrom, validUntil } = policy;
  const descriptor: DescriptorInput = { kind: 'custom', id: randomGuid(random), names };
  const encryptedData = { ...policy.encryptedData, ...request.encryptedData };
  return {
    descriptor,
    ...(referral !== undefined && { referral }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    text: writeRightsData({ policy: { ...policy, encryptedData }, descriptorId: descriptor.id, ...target }),
  };
}

/** Whose templates count. */
function publisherIdentity(
  { onBehalfOf }: PublishRequest,
  requester: Requester,
  directory: AuthorityParts['directory'],
): Promise<Identity> {
  if (onBehalfOf === undefined) return directory.expandIdentity(requester.address, requester);
  return directory.expandIdentity(onBehalfOf);
}
