import {
  LANGUAGE_IDS,
  NotSupportedByClient,
  bracedGuid,
  type CustomPolicy,
  type Grant,
  type Label,
  type PublishRequest,
  type ValidityPeriod,
} from '@rightsmith/core';
import type {
  CustomPublishingRequest,
  DescriptorEntry,
  LabelEntry,
  PolicyEntry,
  PublishingRequest,
  PublishingRequestBase,
} from './contract/publishing-request.js';
import { timeText, type UserRights } from './contract/shapes.js';

/** Days a use licence may be kept where the policy leaves it to the service; rest.md §5.2. */
const USUAL_OFFLINE_DAYS = 30;

/** The language that descriptors are in where the id is none of the known ones. */
const TAGS: ReadonlyMap<number, string> = new Map([...LANGUAGE_IDS].map(([tag, lcid]) => [lcid, tag]));

/** What of a request stands in the body whatever the policy. */
function baseOf({ deprecatedAlgorithms, signedData = {}, owner, labels }: PublishRequest): PublishingRequestBase {
  return {
    PreferDeprecatedAlgorithms: deprecatedAlgorithms,
    AllowAuditedExtraction: true,
    ...(Object.keys(signedData).length > 0 && { SignedApplicationData: signedData }),
    ...(owner !== undefined && { Owner: owner }),
    ...(labels.length > 0 && { Labels: labels.map(labelEntry) }),
  };
}

/** A request to publish from the template `templateId`, as the list spells it; rest.md §5.1. @throws NotSupportedByClient */
export function templateBody(request: PublishRequest, templateId: string): PublishingRequest {
  if (Object.keys(request.encryptedData ?? {}).length > 0) {
    throw new NotSupportedByClient(
      'A licence made from a template cannot carry encrypted application data of its own.',
      {
        hint: 'Use signed application data, or a custom policy.',
      },
    );
  }
  return { ...baseOf(request), TemplateId: templateId };
}

/** A request to publish under a policy of its own; rest.md §5.2. @throws NotSupportedByClient for a language that has no name */
export function customBody(request: PublishRequest, policy: CustomPolicy): CustomPublishingRequest {
  const { referral } = policy;
  return {
    ...baseOf(request),
    ...(referral !== undefined && { ReferralInfo: referral }),
    Policy: policyEntry(policy, { ...policy.encryptedData, ...request.encryptedData }),
  };
}

/**
 * The members of a body that only our server understands; other services would ignore them, so a request that needs one must
 * not go there. Empty: every service understands it.
 */
export function extensionsIn(body: PublishingRequest): readonly string[] {
  const policy = body.Policy;
  const found: Readonly<Record<string, boolean>> = {
    'another owner': body.Owner !== undefined,
    labels: body.Labels !== undefined,
    'a beginning': policy?.ValidFrom !== undefined,
    'no right of the owner': policy?.GrantOwner !== undefined,
    'rights for a time': (policy?.UserRights ?? []).some(
      ({ ValidFrom, ValidUntil }) => ValidFrom !== undefined || ValidUntil !== undefined,
    ),
    'several names': (policy?.Descriptors ?? []).length > 1,
    'a name without a description': (policy?.Descriptors ?? []).some(({ Description }) => Description === ''),
  };
  return Object.keys(found).filter((name) => found[name]);
}

function policyEntry(policy: CustomPolicy, encryptedData: Readonly<Record<string, string>>): PolicyEntry {
  const { names, grants, offlineDays = USUAL_OFFLINE_DAYS, validFrom, validUntil, grantOwner } = policy;
  return {
    ...(names.length > 0 && { Descriptors: names.map(descriptorEntry) }),
    UserRights: grants.map(userRights),
    allowOfflineAccess: offlineDays > 0,
    IntervalTimeInDays: offlineDays,
    ...(validUntil !== undefined && { LicenseValidUntil: timeText(validUntil) }),
    ...(Object.keys(encryptedData).length > 0 && { EncryptedApplicationData: encryptedData }),
    ...(validFrom !== undefined && { ValidFrom: timeText(validFrom) }),
    ...(grantOwner === false && { GrantOwner: false }),
  };
}

function descriptorEntry({ lcid, name, description }: CustomPolicy['names'][number]): DescriptorEntry {
  const tag = TAGS.get(lcid);
  if (tag === undefined) throw new NotSupportedByClient(`The service has no name for the language ${lcid}.`);
  return { Name: name, Description: description, Language: tag };
}

function userRights({ users, rights, ...period }: Grant): UserRights {
  return { Users: users, Rights: rights, ...periodEntry(period) };
}

function periodEntry({ validFrom, validUntil }: ValidityPeriod): Pick<UserRights, 'ValidFrom' | 'ValidUntil'> {
  return {
    ...(validFrom !== undefined && { ValidFrom: timeText(validFrom) }),
    ...(validUntil !== undefined && { ValidUntil: timeText(validUntil) }),
  };
}

function labelEntry({ id, tenantId, name, properties }: Label): LabelEntry {
  return {
    Id: bracedGuid(id),
    ...(tenantId !== undefined && { TenantId: bracedGuid(tenantId) }),
    ...(name !== undefined && { Name: name }),
    ...(properties !== undefined && { Properties: properties }),
  };
}
