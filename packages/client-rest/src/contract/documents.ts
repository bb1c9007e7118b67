import { z } from 'zod';

/** What every call of `EXTENSION_PATHS` takes: the licence proves which document is meant and who its owner is. Ours. */
export interface DocumentRequest {
  /** Base64, as in a request for an end-user licence. */
  readonly SerializedPublishingLicense: string;
  /** Ask with the power of a super user. */
  readonly SuperUser?: boolean | null | undefined;
  /** How many accesses were told before; missing: none. */
  readonly Skip?: number | null | undefined;
}

export const DOCUMENT_REQUEST: z.ZodType<DocumentRequest> = z.object({
  SerializedPublishingLicense: z.string().min(1),
  SuperUser: z.boolean().nullish(),
  Skip: z.int().min(0).nullish(),
});

/** Accesses that one answer tells. */
export const ACCESSES_PER_ANSWER = 5000;

/** One request for a use licence and its answer. Ours. */
export interface DocumentAccessEntry {
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
  readonly Accesses: readonly DocumentAccessEntry[];
  /** Whether there are more: ask again with `Skip`. */
  readonly More?: boolean | null | undefined;
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
  More: z.boolean().nullish(),
  DamagedEntries: z.number().nullish(),
});

/** Whether a document is revoked now. Ours. */
export interface RevocationAnswer {
  readonly ContentId: string;
  readonly Revoked: boolean;
  /** False where it was so already; missing: not told. */
  readonly Changed?: boolean | null | undefined;
}

export const REVOCATION_ANSWER: z.ZodType<RevocationAnswer> = z.object({
  ContentId: z.string().min(1),
  Revoked: z.boolean(),
  Changed: z.boolean().nullish(),
});
