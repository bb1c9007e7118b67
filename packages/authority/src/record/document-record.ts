import type { AccessReading, DocumentAccess, DocumentAccesses } from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import type { RecordReading } from './authority-record.js';
import { ownDocument } from './own-document.js';
import type { RecordEntry } from './record-entry.js';

/** The record of a document for those of {@link ownDocument}. @throws as it */
export async function documentAccesses(
  license: Uint8Array,
  requester: Requester,
  parts: AuthorityParts,
): Promise<DocumentAccesses> {
  const document = await ownDocument(license, requester, parts);
  const reading = parts.record.read({ contentId: document.contentId, actions: ['grant', 'deny'] });
  return { ...document, accesses: accessesIn(reading) };
}

function accessesIn(reading: RecordReading): AccessReading {
  return {
    get damaged() {
      return reading.damagedLines;
    },
    async *[Symbol.asyncIterator]() {
      for await (const entry of reading) yield accessOf(entry);
    },
  };
}

/** Without what all entries about a document have in common, and what is not its owner's business. */
function accessOf({ time, who, action, rights, reason, superUser }: RecordEntry): DocumentAccess {
  return {
    time,
    who,
    action: action === 'grant' ? 'grant' : 'deny',
    ...(rights !== undefined && { rights }),
    ...(reason !== undefined && { reason }),
    ...(superUser !== undefined && { superUser }),
  };
}
