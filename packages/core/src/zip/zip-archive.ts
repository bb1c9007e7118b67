import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import type { Limits } from '../bytes/limits.js';
import { rangeSource } from '../bytes/range-source.js';
import type { Spool } from '../bytes/sink.js';
import { readExactly } from '../bytes/read-exactly.js';
import { sliceSource } from '../bytes/slice-source.js';
import type { ByteSource } from '../bytes/source.js';
import { throwIfAborted, UnsupportedFormat, UsageError } from '../errors.js';
import { inflateUpTo } from './inflate.js';
import { inflatedSource } from './inflated-source.js';
import { SourceReader } from './source-reader.js';
import { corruptZip, encryptedEntry, guardedZip, STRUCTURE, zipLimit } from './zip-errors.js';

/** What opening and reading an archive may cost. */
export interface ZipContext {
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** How an archive is read. */
export interface ZipOptions {
  /**
   * Names that lead out of the archive, such as `../a` or `/a`: `refused` (as is an archive with such a name), which is the
   * default, or `given` as they stand there, for who only shows them.
   */
  readonly outsideNames?: 'refused' | 'given';
}

/** One file or folder of an archive, as its directory lists it; nothing of it is sure. */
export interface ZipEntry {
  /** Untrusted text; backslashes count as slashes. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  /** Bytes, unpacked. */
  readonly size: number;
  /** Bytes, as stored. */
  readonly packedSize: number;
  /** Bytes that the directory has about it. */
  readonly directoryBytes: number;
}

/** An archive whose end was found. The source stays the caller's. */
export interface ZipArchive {
  /** In the order of the directory; to be called once. @throws CorruptFile, LimitReached naming `zipEntries`, Aborted */
  entries(): AsyncIterable<ZipEntry>;
  /**
   * The whole of an entry, checked.
   *
   * @throws CorruptFile; UnsupportedFormat (`password`, `unknown` for the way it is packed); LimitReached naming `metadataBytes`
   * where it has more than `maximum` bytes, whatever it claims
   */
  bytes(entry: ZipEntry, maximum: number): Promise<Uint8Array>;
  /**
   * The content of an entry by range: as it lies in the archive, or inflated, its beginning alone first, then all of it to
   * scratch space. It is checked as far as it is read. What stands against reading is thrown by reading, not here.
   */
  content(entry: ZipEntry, spool: () => Promise<Spool>): ByteSource;
}

/** Entries an archive may have: more than the largest anybody packs. */
const MOST_ENTRIES = 1_048_576;

/** Bytes of an entry of the directory without its name and the other fields of any length. */
const ENTRY_BYTES = 46;

const METHODS = { stored: 0, deflated: 8 } as const;

/** Bytes of DEFLATE data that give nothing; more of them for a size of 0 hide something. */
const LARGEST_EMPTY = 16;

/** Whether a file begins as archives do: with an entry, or the end of an empty directory. */
export async function isZip(source: ByteSource): Promise<boolean> {
  const start = Buffer.from(await source.read(0, 4)).toString('latin1');
  return start === 'PK\u0003\u0004' || start === 'PK\u0005\u0006';
}

/** @throws CorruptFile for what is no whole archive; what the source throws */
export async function openZip(
  source: ByteSource,
  context: ZipContext,
  { outsideNames = 'refused' }: ZipOptions = {},
): Promise<ZipArchive> {
  throwIfAborted(context.signal);
  const given = outsideNames === 'given';
  const options = { autoClose: false, decodeStrings: !given, validateEntrySizes: !given };
  const zip = await guardedZip(() => fromRandomAccessReaderPromise(new SourceReader(source), source.size, options));
  return new OpenArchive(source, zip, context);
}

class OpenArchive implements ZipArchive {
  readonly #source: ByteSource;
  readonly #zip: ZipFile;
  readonly #context: ZipContext;
  readonly #entries = new WeakMap<ZipEntry, Entry>();

  constructor(source: ByteSource, zip: ZipFile, context: ZipContext) {
    this.#source = source;
    this.#zip = zip;
    this.#context = context;
  }

  async *entries(): AsyncGenerator<ZipEntry, void, void> {
    const listed = this.#zip.eachEntry();
    try {
      for (let count = 0; ; count += 1) {
        throwIfAborted(this.#context.signal);
        const next = await guardedZip(() => listed.next());
        if (next.done === true) return;
        if (count >= MOST_ENTRIES) throw zipLimit('The ZIP archive has too many entries.', 'zipEntries', MOST_ENTRIES);
        const entry = describe(next.value);
        this.#entries.set(entry, next.value);
        yield entry;
      }
    } finally {
      await listed.return?.();
    }
  }

  async bytes(entry: ZipEntry, maximum: number): Promise<Uint8Array> {
    throwIfAborted(this.#context.signal);
    const { name, size, packedSize } = entry;
    const tooLarge = (): Error =>
      zipLimit(`The entry ${name} of the ZIP archive has more than ${maximum} bytes.`, 'metadataBytes', maximum);
    if (packedSize > maximum) throw tooLarge();
    const packed = await this.#packed(entry);
    const { compressionMethod, crc32: checksum } = this.#stored(entry);
    const bytes =
      compressionMethod === METHODS.stored
        ? await readExactly(packed, 0, packed.size, 'entry of a ZIP archive')
        : await inflateUpTo(packed, maximum, this.#context, tooLarge);
    if (bytes.length === size && crc32(bytes) === checksum) return bytes;
    throw damaged(name);
  }

  content(entry: ZipEntry, spool: () => Promise<Spool>): ByteSource {
    let opened: Promise<ByteSource> | undefined;
    const { size, packedSize } = entry;
    const claimsNothing = size === 0 && packedSize > LARGEST_EMPTY;
    return rangeSource({
      size: claimsNothing ? packedSize : Math.min(size, Number.MAX_SAFE_INTEGER),
      readRange: async (offset, length) => {
        opened ??= this.#open(entry, claimsNothing, spool);
        return (await opened).read(offset, length);
      },
      release: async () => (await opened?.catch(() => undefined))?.close(),
    });
  }

  async #open(entry: ZipEntry, claimsNothing: boolean, spool: () => Promise<Spool>): Promise<ByteSource> {
    const packed = await this.#packed(entry);
    const { compressionMethod, crc32: checksum } = this.#stored(entry);
    const { name, size } = entry;
    const isStored = compressionMethod === METHODS.stored;
    if (claimsNothing || !Number.isSafeInteger(size) || (isStored && packed.size !== size)) throw damaged(name);
    return isStored ? packed : inflatedSource(packed, { name, size, crc32: checksum }, { ...this.#context, spool });
  }

  /** An entry as it lies in the archive. @throws what stands against reading it */
  async #packed(entry: ZipEntry): Promise<ByteSource> {
    const stored = this.#stored(entry);
    if (entry.isEncrypted) throw encryptedEntry(entry.name);
    if (!Object.values<number>(METHODS).includes(stored.compressionMethod)) throw unknownMethod(entry.name);
    return guardedZip(async () => {
      const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(stored, { minimal: true });
      return sliceSource(this.#source, fileDataStart, stored.compressedSize);
    });
  }

  #stored(entry: ZipEntry): Entry {
    const stored = this.#entries.get(entry);
    if (stored === undefined) throw new UsageError('The entry is of another archive.');
    return stored;
  }
}

function describe(entry: Entry): ZipEntry {
  // Without decoding the library gives the name as bytes.
  const name = Buffer.isBuffer(entry.fileName)
    ? getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    : entry.fileName;
  return {
    name,
    isFolder: name.endsWith('/'),
    isEncrypted: entry.isEncrypted(),
    size: entry.uncompressedSize,
    packedSize: entry.compressedSize,
    directoryBytes: ENTRY_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength,
  };
}

const damaged = (name: string): Error => corruptZip(`The entry ${name} is damaged.`);

const unknownMethod = (name: string): Error =>
  new UnsupportedFormat(`The entry ${name} is packed by a method that is not known here.`, {
    where: { structure: STRUCTURE },
  });
