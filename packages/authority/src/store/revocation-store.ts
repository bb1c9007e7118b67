import type { RecordEntry } from '../record/record-entry.js';

/** Access to a document was withdrawn from everybody but its owner. */
export interface Revocation {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Address of whoever did it. */
  readonly by: string;
}

/** Which documents are revoked. */
export interface RevocationStore {
  find(contentId: string): Promise<Revocation | undefined>;
  /** Oldest first. */
  list(): Promise<readonly Revocation[]>;
  /** Revokes the content of the entry and records it. @returns false when it was revoked already: nothing is written then */
  add(entry: RecordEntry): Promise<boolean>;
  /** Ends the revocation and records it. @returns false when it was not revoked: nothing is written then */
  remove(entry: RecordEntry): Promise<boolean>;
}
