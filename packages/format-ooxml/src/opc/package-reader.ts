import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { CorruptFile, LimitReached, readExactly, RightsmithError, throwIfAborted } from '@rightsmith/core';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { SourceReader } from './source-reader.js';

const inflate = promisify(inflateRaw);

/** Compression methods of ZIP that OPC allows. */
const METHODS = { stored: 0, deflated: 8 } as const;

/** Parts a package may have: many times what the largest documents do. */
const MOST_ENTRIES = 65_536;

/** Bytes of an entry of the directory without its name and the other fields of any length. */
const ENTRY_BYTES = 46;

/** What opening and reading a package may cost. */
export type PackageContext = Pick<FormatContext, 'limits' | 'signal'>;

/** A ZIP package whose list of parts has been read, from the central directory alone. */
export class PackageReader {
  readonly #source: ByteSource;
  readonly #zip: ZipFile;
  readonly #entries: readonly Entry[];
  readonly #context: PackageContext;

  private constructor(source: ByteSource, zip: ZipFile, entries: readonly Entry[], context: PackageContext) {
    this.#source = source;
    this.#zip = zip;
    this.#entries = entries;
    this.#context = context;
  }

  /** @throws CorruptFile for what is no whole ZIP file; LimitReached; what the source throws */
  static async open(source: ByteSource, context: PackageContext): Promise<PackageReader> {
    return guardedZip(async () => {
      const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, { autoClose: false });
      return new PackageReader(source, zip, await readEntries(zip, context), context);
    });
  }

  /** Names of all parts, without a leading slash; backslashes count as slashes. */
  get names(): readonly string[] {
    return this.#entries.map(({ fileName }) => fileName);
  }

  /**
   * The bytes of a part, undefined where there is none of that name. Names are compared without case, as OPC wants it.
   *
   * @throws CorruptFile where the part is there twice, or damaged; LimitReached where it is larger than `metadataBytes`,
   * whatever size it claims
   */
  async part(name: string): Promise<Uint8Array | undefined> {
    const [entry, second] = this.#entries.filter(({ fileName }) => fileName.toLowerCase() === name.toLowerCase());
    if (entry === undefined) return undefined;
    if (second !== undefined) throw corrupt(`The part ${name} is there twice.`);
    return guardedZip(() => this.#read(entry));
  }

  async #read(entry: Entry): Promise<Uint8Array> {
    throwIfAborted(this.#context.signal);
    const maximum = this.#context.limits.metadataBytes;
    if (entry.compressedSize > maximum) throw tooLarge(`part ${entry.fileName}`, maximum);
    if (entry.isEncrypted()) throw corrupt(`The part ${entry.fileName} is encrypted.`);
    const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = await readExactly(this.#source, fileDataStart, entry.compressedSize, 'package part');
    const bytes = await unpack(entry, packed, maximum);
    if (bytes.length === entry.uncompressedSize && crc32(bytes) === entry.crc32) return bytes;
    throw corrupt(`The part ${entry.fileName} is damaged.`);
  }
}

async function readEntries(zip: ZipFile, { limits, signal }: PackageContext): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let directoryBytes = 0;
  for await (const entry of zip.eachEntry()) {
    throwIfAborted(signal);
    directoryBytes += ENTRY_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (entries.length >= MOST_ENTRIES)
      throw overLimit('The package has too many parts.', 'packageParts', MOST_ENTRIES);
    if (directoryBytes > limits.metadataBytes) throw tooLarge('directory', limits.metadataBytes);
    entries.push(entry);
  }
  return entries;
}

async function unpack(entry: Entry, packed: Uint8Array, maximum: number): Promise<Uint8Array> {
  if (entry.compressionMethod === METHODS.stored) return packed;
  if (entry.compressionMethod !== METHODS.deflated) {
    throw corrupt(`The part ${entry.fileName} is packed by a method that packages do not use.`);
  }
  try {
    return await inflate(packed, { maxOutputLength: maximum });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    throw isTooLarge
      ? tooLarge(`part ${entry.fileName}`, maximum)
      : corrupt(`The part ${entry.fileName} is damaged.`, cause);
  }
}

/** Errors of the library tell of a broken ZIP; ours come from the source or from here. */
async function guardedZip<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw RightsmithError.is(cause) ? cause : corrupt('The ZIP package is broken or cut off.', cause);
  }
}

function corrupt(message: string, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure: 'ZIP package' }, cause });
}

function tooLarge(what: string, maximum: number): LimitReached {
  return overLimit(`The ${what} of the package has more than ${maximum} bytes.`, 'metadataBytes', maximum);
}

function overLimit(message: string, limit: string, maximum: number): LimitReached {
  return new LimitReached(message, { limit, maximum, where: { structure: 'ZIP package' } });
}
