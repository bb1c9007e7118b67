import { z } from 'zod';
import { CONTENT_KEY, TEXTS, type ContentKey, type Texts } from './shapes.js';

/** A new publishing licence; rest.md §5.3. */
export interface PublishingAnswer {
  /** Base64; UTF-8 with byte order mark, or UTF-16LE without one: other clients read nothing else. */
  readonly SerializedPublishingLicense: string;
  /** Of the template, or of the custom policy's descriptor. */
  readonly Id?: string | null | undefined;
  readonly Name?: string | null | undefined;
  readonly Description?: string | null | undefined;
  readonly Referrer?: string | null | undefined;
  readonly Owner: string;
  readonly ContentId?: string | null | undefined;
  readonly Key: ContentKey;
  readonly SignedApplicationData?: Texts | null | undefined;
  readonly EncryptedApplicationData?: Texts | null | undefined;
}

export const PUBLISHING_ANSWER: z.ZodType<PublishingAnswer> = z.object({
  SerializedPublishingLicense: z.string().min(1),
  Id: z.string().nullish(),
  Name: z.string().nullish(),
  Description: z.string().nullish(),
  Referrer: z.string().nullish(),
  Owner: z.string().min(1),
  ContentId: z.string().nullish(),
  Key: CONTENT_KEY,
  SignedApplicationData: TEXTS.nullish(),
  EncryptedApplicationData: TEXTS.nullish(),
});
