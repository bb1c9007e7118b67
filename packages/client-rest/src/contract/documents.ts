import { z } from 'zod';

/** What every call of `EXTENSION_PATHS` takes: the licence proves which document is meant and who its owner is. Ours. */
export interface DocumentRequest {
  /** Base64, as in a request for an end-user licence. */
  readonly SerializedPublishingLicense: string;
  /** Ask with the power of a super user. */
  readonly SuperUser?: boolean | null | undefined;
}

export const DOCUMENT_REQUEST: z.ZodType<DocumentRequest> = z.object({
  SerializedPublishingLicense: z.string().min(1),
  SuperUser: z.boolean().nullish(),
});

/** One request for a use licence and its answer. Ours. */
export interface DocumentAccess {
  /** ISO 8601, UTC. */
  readonly Time: string;
  readonly Who: string;
  readonly Action: 'grant' | 'deny';
  readonly Rights?: readonly string[] | null | undefined;
  /** Why it was denied. */
  readonly Reason?: string | null | undefined;
  readonly SuperUser?: boolean | null | undefined;
}

/** Who was granted or denied access to a document, oldest first. Ours. */
export interface DocumentRecordAnswer {
  readonly ContentId: string;
  readonly Owner?: string | null | undefined;
  readonly Accesses: readonly DocumentAccess[];
  /** Entries of the record that cannot be read; missing: none. */
  readonly DamagedEntries?: number | null | undefined;
}

export const DOCUMENT_RECORD_ANSWER: z.ZodType<DocumentRecordAnswer> = z.object({
  ContentId: z.string().min(1),
  Owner: z.string().nullish(),
  Accesses: z.array(
    z.object({
      Time: z.iso.datetime({ offset: true }),
      Who: z.string(),
      Action: z.enum(['grant', 'deny']),
      Rights: z.array(z.string()).nullish(),
      Reason: z.string().nullish(),
      SuperUser: z.boolean().nullish(),
    }),
  ),
  DamagedEntries: z.number().nullish(),
});

/** Whether a document is revoked now. Ours. */
export interface RevocationAnswer {
  readonly ContentId: string;
  readonly Revoked: boolean;
}

export const REVOCATION_ANSWER: z.ZodType<RevocationAnswer> = z.object({
  ContentId: z.string().min(1),
  Revoked: z.boolean(),
});
