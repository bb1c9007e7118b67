import type { AccessReading, DocumentAccess } from '@rightsmith/core';
import type { DocumentAccessEntry, DocumentRecordAnswer } from './contract/documents.js';

/** The accesses that a service tells answer by answer. `first` is what `page` gives for 0, and it is not asked for again at the first walk. */
export function readAccesses(
  first: DocumentRecordAnswer,
  page: (skip: number) => Promise<DocumentRecordAnswer>,
): AccessReading {
  let damaged = 0;
  let known: DocumentRecordAnswer | undefined = first;
  return {
    get damaged() {
      return damaged;
    },
    async *[Symbol.asyncIterator]() {
      let told = 0;
      for (;;) {
        const answer: DocumentRecordAnswer = (told === 0 ? known : undefined) ?? (await page(told));
        known = undefined;
        damaged = answer.DamagedEntries ?? 0;
        for (const entry of answer.Accesses) yield readAccess(entry);
        told += answer.Accesses.length;
        // One that promises more and gives none would be asked for ever.
        if (answer.More !== true || answer.Accesses.length === 0) return;
      }
    },
  };
}

function readAccess({ Time, Who, Action, Rights, Reason, SuperUser }: DocumentAccessEntry): DocumentAccess {
  return {
    time: Time,
    who: Who,
    action: Action,
    ...(Array.isArray(Rights) && { rights: Rights as readonly string[] }),
    ...(typeof Reason === 'string' && { reason: Reason }),
    ...(typeof SuperUser === 'boolean' && { superUser: SuperUser }),
  };
}
