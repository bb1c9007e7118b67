import type { AuthorityParts, Requester } from '../authority-parts.js';
import type { RecordReading } from './authority-record.js';
import { ownDocument, type OwnDocument } from './own-document.js';

/** What the record says about one document. */
export interface DocumentRecord extends OwnDocument {
  /** Who was granted or denied, when; oldest first. */
  readonly accesses: RecordReading;
}

/** The record of a document for those of {@link ownDocument}. @throws as it */
export async function documentRecord(
  license: Uint8Array,
  requester: Requester,
  parts: AuthorityParts,
): Promise<DocumentRecord> {
  const document = await ownDocument(license, requester, parts);
  return { ...document, accesses: parts.record.read({ contentId: document.contentId, actions: ['grant', 'deny'] }) };
}
