import { z } from 'zod';

/** One line of the record. */
export interface RecordEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly action: 'publish' | 'republish' | 'grant' | 'deny' | 'revoke' | 'restore';
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** The address that asked, as asserted. */
  readonly who: string;
  readonly owner?: string;
  /** Whom `who` published for, where that is somebody else. */
  readonly onBehalfOf?: string;
  /** GUID of the template that was published with. */
  readonly template?: string;
  /** What access was asked for, as the asker said; absent: to open. */
  readonly purpose?: 'unprotect' | 'republish';
  /** What was granted. */
  readonly rights?: readonly string[];
  /** Why it was denied. */
  readonly reason?: string;
  /** True where a super user's power was asked for. */
  readonly superUser?: boolean;
}

/** How a line of the record must look. */
export const RECORD_ENTRY: z.ZodType<RecordEntry> = z.object({
  time: z.iso.datetime(),
  action: z.enum(['publish', 'republish', 'grant', 'deny', 'revoke', 'restore']),
  contentId: z.string(),
  who: z.string(),
  owner: z.string().exactOptional(),
  onBehalfOf: z.string().exactOptional(),
  template: z.string().exactOptional(),
  purpose: z.enum(['unprotect', 'republish']).exactOptional(),
  rights: z.array(z.string()).exactOptional(),
  reason: z.string().exactOptional(),
  superUser: z.boolean().exactOptional(),
});
