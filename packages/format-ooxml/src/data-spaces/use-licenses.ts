import type { CompoundEntry, CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, type Limits } from '@rightsmith/core';
import { FieldReader } from './fields.js';
import { USE_LICENSE_PREFIX } from './names.js';
import type { Protection } from './protection.js';
import { streamBytes } from './stream-bytes.js';

/** Bytes that hold the head of a cached use licence; .NET allows an id of 1000 characters. ooxml-irm.md §6. */
const HEAD_BYTES = 4096;

/** Kinds of user a cached use licence can be for. */
const USER_ID = /^(windows|passport):(.*)$/is;

/** Whom a cached use licence is for. */
export interface UseLicenseUser {
  /** `windows` or `passport`. */
  readonly kind: string;
  /** `domain\name`, or an address. */
  readonly user: string;
}

/** The streams of cached use licences, beside the licence. */
export function findUseLicenses(file: CompoundFile, { storage }: Protection): readonly CompoundEntry[] {
  const parent = file.find(storage);
  return file.entries.filter(({ kind, path }) => {
    const name = path.at(-1)?.toUpperCase() ?? '';
    return kind === 'stream' && name.startsWith(USE_LICENSE_PREFIX) && file.find(path.slice(0, -1)) === parent;
  });
}

/**
 * Whom a cached use licence is for. The licence itself belongs to that user's keys and is of no use here.
 *
 * @returns undefined for a kind of user that is not known, and for a stream that is something else: such are passed over
 * @throws LimitReached
 */
export async function readUseLicenseUser(
  file: CompoundFile,
  { path }: CompoundEntry,
  limits: Limits,
): Promise<UseLicenseUser | undefined> {
  try {
    const structure = 'cached use licence';
    return readUser(new FieldReader(await streamBytes(file, path, limits, { structure, head: HEAD_BYTES }), structure));
  } catch (error) {
    if (error instanceof CorruptFile) return undefined;
    throw error;
  }
}

/** The id is base64 of UTF-16. */
function readUser(reader: FieldReader): UseLicenseUser | undefined {
  reader.uint32();
  const id = Buffer.from(new TextDecoder().decode(reader.utf8()), 'base64').toString('utf16le');
  const [, kind, user] = USER_ID.exec(id) ?? [];
  return kind === undefined || user === undefined ? undefined : { kind: kind.toLowerCase(), user };
}
