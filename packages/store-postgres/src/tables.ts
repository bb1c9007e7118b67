import type { Generated } from 'kysely';

/** The tables of a store. Times are ISO 8601 texts on the way in and out of JSON columns. */
export interface Tables {
  /** Documents, and the state of what is kept in rows of its own: `version` grows with every change. */
  document: { name: string; version: string; content: string | null };
  tenant_key: { id: string; version: number; content: Buffer };
  template: { id: string; content: string };
  template_version: { id: string; modified: Date; content: string };
  record: {
    position: Generated<string>;
    time: Date;
    action: string;
    content_id: string;
    who: string;
    entry: string;
    /** What chains it to an entry before; null in entries from before there was a chain. */
    writer: string | null;
    number: string | null;
    previous: string | null;
  };
  revocation: { position: Generated<string>; content_id: string; time: Date; revoked_by: string };
}
