import { z } from 'zod';
import type { RecordAppender } from '../record/authority-record.js';
import { RECORD_ENTRY, type RecordEntry } from '../record/record-entry.js';
import { Derived } from '../store/derived.js';
import type { Revocation, RevocationStore } from '../store/revocation-store.js';
import { DocumentFile } from './document-file.js';
import type { JsonFileKind } from './json-file.js';

/** The content of `revocations.json`. */
interface RevocationsContent {
  readonly schema: 1;
  readonly revoked: readonly Revocation[];
  /** What was done, but is not on record yet: the process was killed before, or the record could not be written. */
  readonly unrecorded?: readonly RecordEntry[];
}

const schema: z.ZodType<RevocationsContent> = z.object({
  schema: z.literal(1),
  revoked: z.array(z.object({ contentId: z.guid().toLowerCase(), time: z.iso.datetime(), by: z.string() })),
  unrecorded: z.array(RECORD_ENTRY).exactOptional(),
});

/** How `revocations.json` must look. */
const REVOCATIONS_FILE: JsonFileKind<RevocationsContent> = { structure: 'list of revocations', schema };

/** The revocations of the home. */
export class HomeRevocations implements RevocationStore {
  readonly #file: DocumentFile<RevocationsContent>;
  readonly #index: Derived<RevocationsContent, ReadonlyMap<string, Revocation>>;
  readonly #record: RecordAppender;

  constructor(path: string, record: RecordAppender) {
    this.#file = new DocumentFile(path, REVOCATIONS_FILE, { schema: 1, revoked: [] });
    this.#index = new Derived(
      () => this.#read(),
      ({ revoked }) => new Map(revoked.map((revocation) => [revocation.contentId, revocation])),
    );
    this.#record = record;
  }

  async find(contentId: string): Promise<Revocation | undefined> {
    return (await this.#index.get()).get(contentId);
  }

  async list(): Promise<readonly Revocation[]> {
    return (await this.#read()).revoked;
  }

  add(entry: RecordEntry): Promise<boolean> {
    const { contentId, time, who: by } = entry;
    return this.#change(entry, (others, isRevoked) => (isRevoked ? undefined : [...others, { contentId, time, by }]));
  }

  remove(entry: RecordEntry): Promise<boolean> {
    return this.#change(entry, (others, isRevoked) => (isRevoked ? others : undefined));
  }

  /**
   * The list is written before the record: what must not be lost is that nobody opens the document any more. With the list goes
   * what is to be put on record, so that this can be made good when it does not come to it.
   */
  async #change(
    entry: RecordEntry,
    change: (others: readonly Revocation[], isRevoked: boolean) => readonly Revocation[] | undefined,
  ): Promise<boolean> {
    const done = { changed: false };
    await this.#file.change((file) => {
      const others = file.revoked.filter(({ contentId }) => contentId !== entry.contentId);
      const revoked = change(others, others.length < file.revoked.length);
      done.changed = revoked !== undefined;
      if (revoked === undefined) return file;
      return { ...file, revoked, unrecorded: [...(file.unrecorded ?? []), entry] };
    });
    await this.#recordRest();
    return done.changed;
  }

  async #read(): Promise<RevocationsContent> {
    const file = await this.#file.read();
    if (file.unrecorded === undefined) return file;
    await this.#recordRest();
    return this.#file.read();
  }

  /** Puts on record what is not there yet. A kill in the middle may put something there twice, but loses nothing. */
  #recordRest(): Promise<void> {
    return this.#file.change(async (file) => {
      const { unrecorded, ...recorded } = file;
      if (unrecorded === undefined) return file;
      for (const entry of unrecorded) await this.#record.append(entry);
      return recorded;
    });
  }
}
