import {
  LANGUAGE_IDS,
  UsageError,
  grantsForRole,
  normalizeGuid,
  normalizeReferral,
  type CustomPolicy,
  type Grant,
  type Label,
  type PublishRequest,
} from '@rightsmith/core';
import {
  CUSTOM_PUBLISHING_REQUEST,
  TEMPLATE_PUBLISHING_REQUEST,
  requestTime,
  type CustomPublishingRequest,
  type LabelEntry,
  type PolicyEntry,
  type PublishingRequestBase,
  type UserRights,
} from '@rightsmith/client-rest/contract';
import { readBody } from './read-body.js';

/** What a language that has no id of its own counts as: US English. */
const OTHER_LANGUAGE = 1033;

/** The request in a body; rest.md §5.1, §5.2. @throws UsageError */
export function publishRequest(body: unknown): PublishRequest {
  const { TemplateId: template, Policy: policy } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const hasTemplate = template !== undefined && template !== null;
  const hasPolicy = policy !== undefined && policy !== null;
  if (hasTemplate === hasPolicy) {
    throw new UsageError('Either TemplateId or Policy is needed.', { hint: 'Give one of the two.' });
  }
  if (hasTemplate) {
    const request = readBody(TEMPLATE_PUBLISHING_REQUEST, body);
    return { policy: { template: request.TemplateId }, ...commonParts(request) };
  }
  const request = readBody(CUSTOM_PUBLISHING_REQUEST, body);
  return { policy: customPolicy(request), ...commonParts(request) };
}

function commonParts(request: PublishingRequestBase): Omit<PublishRequest, 'policy'> {
  const { Owner: owner, SignedApplicationData: signedData, Labels: labels } = request;
  return {
    deprecatedAlgorithms: request.PreferDeprecatedAlgorithms ?? false,
    labels: (labels ?? []).map(label),
    ...present('owner', owner),
    ...present('signedData', signedData),
  };
}

function customPolicy({ Policy: policy, ReferralInfo: referral }: CustomPublishingRequest): CustomPolicy {
  return {
    names: (policy.Descriptors ?? []).map(({ Name, Description, Language }) => ({
      lcid: languageId(Language),
      name: Name,
      description: Description,
    })),
    grants: grantsOf(policy),
    ...present('offlineDays', offlineDays(policy)),
    ...present('referral', referral === null || referral === undefined ? undefined : normalizeReferral(referral)),
    ...present('validFrom', timeOf(policy.ValidFrom)),
    ...present('validUntil', timeOf(policy.LicenseValidUntil)),
    ...present('encryptedData', policy.EncryptedApplicationData),
    ...present('grantOwner', policy.GrantOwner),
  };
}

function grantsOf({ UserRights: userRights, UserRoles: userRoles }: PolicyEntry): Grant[] {
  if ((userRights ?? []).length > 0 && (userRoles ?? []).length > 0) {
    throw new UsageError('A policy has either UserRights or UserRoles.');
  }
  return [
    ...(userRights ?? []).map(grantOf),
    ...(userRoles ?? []).flatMap(({ Users, Roles }) => Roles.flatMap((role) => grantsForRole(role, Users))),
  ];
}

function grantOf({ Users, Rights, ValidFrom, ValidUntil }: UserRights): Grant {
  return {
    users: Users,
    rights: Rights,
    ...present('validFrom', timeOf(ValidFrom)),
    ...present('validUntil', timeOf(ValidUntil)),
  };
}

function offlineDays(policy: PolicyEntry): number | undefined {
  const allowed = policy.allowOfflineAccess ?? policy.AllowOfflineAccess ?? true;
  return allowed ? (policy.IntervalTimeInDays ?? undefined) : 0;
}

function label({ Id, TenantId, Name, Properties }: LabelEntry): Label {
  return {
    id: guid(Id, 'Labels.Id'),
    ...present('tenantId', TenantId === null || TenantId === undefined ? undefined : guid(TenantId, 'Labels.TenantId')),
    ...present('name', Name),
    ...present('properties', Properties),
  };
}

function guid(text: string, member: string): string {
  const found = normalizeGuid(text);
  if (found === undefined) throw new UsageError(`${member} is not a GUID.`);
  return found;
}

function languageId(tag: string): number {
  const wanted = tag.toLowerCase();
  for (const [known, id] of LANGUAGE_IDS) if (known.toLowerCase() === wanted) return id;
  return OTHER_LANGUAGE;
}

function timeOf(text: string | null | undefined): Date | undefined {
  return text === null || text === undefined ? undefined : requestTime(text);
}

/** The member, unless it is null or missing. */
function present<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): Readonly<Partial<Record<Name, Value>>> {
  return (value === null || value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
}
