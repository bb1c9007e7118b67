import { CorruptFile, LimitReached, RightsmithError, throwIfAborted } from '@rightsmith/core';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import { openZip, type ZipArchive, type ZipEntry } from '@rightsmith/core/zip';

/** Parts a package may have: many times what the largest documents do. */
const MOST_ENTRIES = 65_536;

/** What opening and reading a package may cost. */
export type PackageContext = Pick<FormatContext, 'limits' | 'signal'>;

/** A ZIP package whose list of parts has been read, from the central directory alone. */
export class PackageReader {
  readonly #archive: ZipArchive;
  readonly #entries: readonly ZipEntry[];
  readonly #context: PackageContext;

  private constructor(archive: ZipArchive, entries: readonly ZipEntry[], context: PackageContext) {
    this.#archive = archive;
    this.#entries = entries;
    this.#context = context;
  }

  /** @throws CorruptFile for what is no whole ZIP file; LimitReached; what the source throws */
  static async open(source: ByteSource, context: PackageContext): Promise<PackageReader> {
    return asPackage(async () => {
      const archive = await openZip(source, context);
      return new PackageReader(archive, await readEntries(archive, context), context);
    });
  }

  /** Names of all parts, without a leading slash; backslashes count as slashes. */
  get names(): readonly string[] {
    return this.#entries.map(({ name }) => name);
  }

  /**
   * The bytes of a part, undefined where there is none of that name. Names are compared without case, as OPC wants it.
   *
   * @throws CorruptFile where the part is there twice, or damaged; LimitReached where it is larger than `metadataBytes`,
   * whatever size it claims
   */
  async part(name: string): Promise<Uint8Array | undefined> {
    const [entry, second] = this.#entries.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (entry === undefined) return undefined;
    if (second !== undefined) throw corrupt(`The part ${name} is there twice.`);
    throwIfAborted(this.#context.signal);
    return asPackage(() => this.#archive.bytes(entry, this.#context.limits.metadataBytes));
  }
}

async function readEntries(archive: ZipArchive, { limits }: PackageContext): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = [];
  let directoryBytes = 0;
  for await (const entry of archive.entries()) {
    directoryBytes += entry.directoryBytes;
    if (entries.length >= MOST_ENTRIES)
      throw overLimit('The package has too many parts.', 'packageParts', MOST_ENTRIES);
    if (directoryBytes > limits.metadataBytes) {
      const text = `The directory of the package has more than ${limits.metadataBytes} bytes.`;
      throw overLimit(text, 'metadataBytes', limits.metadataBytes);
    }
    entries.push(entry);
  }
  return entries;
}

/** What archives may do and packages may not, encrypt parts or pack them otherwise, is damage here. */
async function asPackage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isUnusual = RightsmithError.is(error) && error.code === 'UnsupportedFormat';
    throw isUnusual ? corrupt(error.message, error) : error;
  }
}

function corrupt(message: string, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure: 'ZIP package' }, cause });
}

function overLimit(message: string, limit: string, maximum: number): LimitReached {
  return new LimitReached(message, { limit, maximum, where: { structure: 'ZIP package' } });
}
