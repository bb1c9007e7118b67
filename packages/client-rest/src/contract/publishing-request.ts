import { z } from 'zod';
import { TEXTS, TIME, USER_RIGHTS, USER_ROLES, type Texts, type UserRights, type UserRoles } from './shapes.js';

/** A sensitivity label to write into the licence. Ours. */
export interface LabelEntry {
  readonly Id: string;
  readonly TenantId?: string | null | undefined;
  readonly Name?: string | null | undefined;
  readonly Properties?: Texts | null | undefined;
}

/** What both kinds of publishing request have. Members marked as ours need `EXTENSION_NAME` in the service discovery. */
export interface PublishingRequestBase {
  /** AES-128 in ECB. */
  readonly PreferDeprecatedAlgorithms?: boolean | null | undefined;
  readonly AllowAuditedExtraction?: boolean | null | undefined;
  readonly SignedApplicationData?: Texts | null | undefined;
  /** Ours: the address of an owner other than the caller. */
  readonly Owner?: string | null | undefined;
  /** Ours. */
  readonly Labels?: readonly LabelEntry[] | null | undefined;
}

/** Publishing from a template; rest.md §5.1. */
export interface TemplatePublishingRequest extends PublishingRequestBase {
  readonly TemplateId: string;
  readonly Policy?: null | undefined;
}

/** Publishing under a policy of its own; rest.md §5.2. */
export interface CustomPublishingRequest extends PublishingRequestBase {
  readonly TemplateId?: null | undefined;
  /** URL or address. */
  readonly ReferralInfo?: string | null | undefined;
  readonly Policy: PolicyEntry;
}

/** A name and a description in one language. */
export interface DescriptorEntry {
  readonly Name: string;
  readonly Description: string;
  /** BCP 47, such as `en-US`. */
  readonly Language: string;
}

/** A policy in a publishing request. Either `UserRights` or `UserRoles` is there. */
export interface PolicyEntry {
  readonly Descriptors?: readonly DescriptorEntry[] | null | undefined;
  readonly UserRights?: readonly UserRights[] | null | undefined;
  readonly UserRoles?: readonly UserRoles[] | null | undefined;
  /** With its lower-case letter, as the protocol has it. */
  readonly allowOfflineAccess?: boolean | null | undefined;
  /** Accepted from other clients. */
  readonly AllowOfflineAccess?: boolean | null | undefined;
  readonly IntervalTimeInDays?: number | null | undefined;
  readonly LicenseValidUntil?: string | null | undefined;
  readonly EncryptedApplicationData?: Texts | null | undefined;
  /** Ours: when the content begins. */
  readonly ValidFrom?: string | null | undefined;
  /** Ours: false where the policy text is to give the owner no right of its own. */
  readonly GrantOwner?: boolean | null | undefined;
}

/** Any publishing request. */
export type PublishingRequest = TemplatePublishingRequest | CustomPublishingRequest;

const LABEL_ENTRY = z.object({
  Id: z.string().min(1),
  TenantId: z.string().nullish(),
  Name: z.string().nullish(),
  Properties: TEXTS.nullish(),
});

const BASE = {
  PreferDeprecatedAlgorithms: z.boolean().nullish(),
  AllowAuditedExtraction: z.boolean().nullish(),
  SignedApplicationData: TEXTS.nullish(),
  Owner: z.string().nullish(),
  Labels: z.array(LABEL_ENTRY).nullish(),
};

const POLICY_ENTRY = z.object({
  Descriptors: z.array(z.object({ Name: z.string(), Description: z.string(), Language: z.string() })).nullish(),
  UserRights: z.array(USER_RIGHTS).nullish(),
  UserRoles: z.array(USER_ROLES).nullish(),
  allowOfflineAccess: z.boolean().nullish(),
  AllowOfflineAccess: z.boolean().nullish(),
  IntervalTimeInDays: z.number().nullish(),
  LicenseValidUntil: TIME.nullish(),
  EncryptedApplicationData: TEXTS.nullish(),
  ValidFrom: TIME.nullish(),
  GrantOwner: z.boolean().nullish(),
});

export const TEMPLATE_PUBLISHING_REQUEST: z.ZodType<TemplatePublishingRequest> = z.object({
  ...BASE,
  TemplateId: z.string().min(1),
  Policy: z.null().optional(),
});

export const CUSTOM_PUBLISHING_REQUEST: z.ZodType<CustomPublishingRequest> = z.object({
  ...BASE,
  TemplateId: z.null().optional(),
  ReferralInfo: z.string().nullish(),
  Policy: POLICY_ENTRY,
});

/**
 * Any publishing request. One with neither `TemplateId` nor `Policy`, or with both, is refused (what the service does with
 * both is unknown, rest.md §5.2). To tell which member of a request is wrong, choose the schema of its kind.
 */
export const PUBLISHING_REQUEST: z.ZodType<PublishingRequest> = z.union([
  TEMPLATE_PUBLISHING_REQUEST,
  CUSTOM_PUBLISHING_REQUEST,
]);
