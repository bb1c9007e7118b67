import { z } from 'zod';

/** What is done with a document. */
export type DocumentAction = 'publish' | 'republish' | 'grant' | 'deny' | 'revoke' | 'restore';

/** What is done to the authority itself, and not to a document. */
export type AdministrativeAction =
  | 'add-template'
  | 'archive-template'
  | 'add-super-user'
  | 'remove-super-user'
  | 'rotate-key'
  | 'set-url'
  | 'set-passphrase'
  | 'export-keys'
  | 'import-keys';

/** One line of the record. */
export interface RecordEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly action: DocumentAction | AdministrativeAction;
  /** GUID, lower case, no braces; empty where it is about no document. */
  readonly contentId: string;
  /** The address that asked, as asserted. */
  readonly who: string;
  /** What an administrator changed: id of a template, address of a super user, URL. */
  readonly subject?: string;
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

const ACTIONS = [
  'publish',
  'republish',
  'grant',
  'deny',
  'revoke',
  'restore',
  'add-template',
  'archive-template',
  'add-super-user',
  'remove-super-user',
  'rotate-key',
  'set-url',
  'set-passphrase',
  'export-keys',
  'import-keys',
] as const satisfies readonly RecordEntry['action'][];

/** How a line of the record must look. */
export const RECORD_ENTRY: z.ZodType<RecordEntry> = z.object({
  time: z.iso.datetime(),
  action: z.enum(ACTIONS),
  contentId: z.string(),
  who: z.string(),
  subject: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  onBehalfOf: z.string().exactOptional(),
  template: z.string().exactOptional(),
  purpose: z.enum(['unprotect', 'republish']).exactOptional(),
  rights: z.array(z.string()).exactOptional(),
  reason: z.string().exactOptional(),
  superUser: z.boolean().exactOptional(),
});
