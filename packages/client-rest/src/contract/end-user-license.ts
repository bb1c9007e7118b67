import { z } from 'zod';
import {
  CONTENT_KEY,
  TEXTS,
  USER_RIGHTS,
  USER_ROLES,
  type ContentKey,
  type Texts,
  type UserRights,
  type UserRoles,
} from './shapes.js';

/** A request for an end-user licence; rest.md §6.1. */
export interface EndUserLicenseRequest {
  /** Base64 of the licence bytes exactly as the container stores them, the whole chain included. */
  readonly SerializedPublishingLicense: string;
}

export const END_USER_LICENSE_REQUEST: z.ZodType<EndUserLicenseRequest> = z.object({
  SerializedPublishingLicense: z.string().min(1),
});

/** The answers there are, compared without case. All of them come with HTTP 200. */
export const ACCESS_STATUSES = ['AccessGranted', 'AccessDenied', 'ContentExpired'] as const;

/** What an end-user licence tells of the policy, for owners and holders of VIEWRIGHTSDATA. */
export interface EndUserPolicy {
  /** Must be there, for other clients crash without it. */
  readonly UserRights: readonly UserRights[];
  readonly UserRoles?: readonly UserRoles[] | null | undefined;
  /** Missing or not above zero: not to be kept. */
  readonly IntervalTimeInDays?: number | null | undefined;
  readonly AllowAuditedExtraction?: boolean | null | undefined;
}

/** The answer to a request for an end-user licence: granted, denied or expired; rest.md §6.2. */
export interface EndUserLicenseAnswer {
  /** One of {@link ACCESS_STATUSES}; missing: granted if there is a key. */
  readonly AccessStatus?: string | null | undefined;
  readonly Id?: string | null | undefined;
  readonly Name?: string | null | undefined;
  readonly Description?: string | null | undefined;
  /** URL or bare address; present in denials, to say whom to ask. */
  readonly Referrer?: string | null | undefined;
  readonly Owner?: string | null | undefined;
  /** Equal to `Owner` without case: the caller is the owner. */
  readonly IssuedTo?: string | null | undefined;
  readonly ContentId?: string | null | undefined;
  /** Only in what is granted. */
  readonly Key?: ContentKey | null | undefined;
  /** Never null; empty in denials. */
  readonly Rights?: readonly string[] | undefined;
  readonly Roles?: readonly string[] | null | undefined;
  /** When the content ends; without a zone: UTC. */
  readonly ContentValidUntil?: string | null | undefined;
  /** When this answer ends; writers end it with `Z`, for readers take a time without a zone as local. */
  readonly LicenseValidUntil?: string | null | undefined;
  readonly FromTemplate?: boolean | null | undefined;
  /** With its lower-case letter; missing: true. */
  readonly allowOfflineAccess?: boolean | null | undefined;
  readonly Policy?: EndUserPolicy | null | undefined;
  readonly SignedApplicationData?: Texts | null | undefined;
  readonly EncryptedApplicationData?: Texts | null | undefined;
}

const END_USER_POLICY: z.ZodType<EndUserPolicy> = z.object({
  UserRights: z.array(USER_RIGHTS),
  UserRoles: z.array(USER_ROLES).nullish(),
  IntervalTimeInDays: z.number().nullish(),
  AllowAuditedExtraction: z.boolean().nullish(),
});

const ANSWER_TIME = z.iso.datetime({ offset: true, local: true }).nullish();

export const END_USER_LICENSE_ANSWER: z.ZodType<EndUserLicenseAnswer> = z.object({
  AccessStatus: z.string().nullish(),
  Id: z.string().nullish(),
  Name: z.string().nullish(),
  Description: z.string().nullish(),
  Referrer: z.string().nullish(),
  Owner: z.string().nullish(),
  IssuedTo: z.string().nullish(),
  ContentId: z.string().nullish(),
  Key: CONTENT_KEY.nullish(),
  Rights: z.array(z.string()).optional(),
  Roles: z.array(z.string()).nullish(),
  ContentValidUntil: ANSWER_TIME,
  LicenseValidUntil: ANSWER_TIME,
  FromTemplate: z.boolean().nullish(),
  allowOfflineAccess: z.boolean().nullish(),
  Policy: END_USER_POLICY.nullish(),
  SignedApplicationData: TEXTS.nullish(),
  EncryptedApplicationData: TEXTS.nullish(),
});
