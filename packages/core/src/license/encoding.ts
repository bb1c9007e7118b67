import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { CorruptFile, LimitReached, UsageError } from '../errors.js';

/** How the bytes of a licence stand for its characters; `licenses.md` §9. */
export type LicenseEncoding = 'utf8-bom' | 'utf8' | 'utf16le' | 'utf16le-bom';

/** The characters of a licence and what is needed to make the same bytes of them again. */
export interface DecodedLicense {
  /** Without byte order mark and without the U+0000 at the end. */
  readonly text: string;
  readonly encoding: LicenseEncoding;
  /** How many U+0000 stood at the end. Some Windows programs write one. */
  readonly trailingNuls: number;
}

const UTF8_MARK: Uint8Array = Uint8Array.of(0xef, 0xbb, 0xbf);
const UTF16LE_MARK: Uint8Array = Uint8Array.of(0xff, 0xfe);

/**
 * Reads licence bytes in any encoding a container or service uses (`licenses.md` §9).
 *
 * @throws CorruptFile for empty input and for bytes that are no text of their encoding, unpaired surrogates included:
 * signatures run over exact characters, so nothing is replaced. LimitReached `licenseBytes`.
 */
export function decodeLicense(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): DecodedLicense {
  if (bytes.length > limits.licenseBytes)
    throw new LimitReached(`The licence has ${bytes.length} bytes; the limit is ${limits.licenseBytes}.`, {
      limit: 'licenseBytes',
      maximum: limits.licenseBytes,
      where: { structure: 'licence' },
    });
  const { encoding, mark } = detectEncoding(bytes);
  const decoded = decodeExactly(bytes.subarray(mark), encoding.startsWith('utf8') ? 'utf-8' : 'utf-16le');
  let end = decoded.length;
  while (end > 0 && decoded.charCodeAt(end - 1) === 0) end -= 1;
  if (end === 0) throw new CorruptFile('The licence is empty.', { where: { structure: 'licence' } });
  return { text: decoded.slice(0, end), encoding, trailingNuls: decoded.length - end };
}

/**
 * The bytes of a licence as a container or service wants them: the one place that changes an encoding. UTF-8 with byte
 * order mark is for REST, PFILE and PDF, UTF-8 without it for compound files (`licenses.md` §9).
 *
 * @throws UsageError when the text holds an unpaired surrogate, which no encoding can carry.
 */
export function encodeLicense(text: string, encoding: LicenseEncoding): Uint8Array {
  if (!text.isWellFormed()) throw new UsageError('The licence text holds half of a surrogate pair.');
  const name = encoding.startsWith('utf8') ? 'utf8' : 'utf16le';
  const mark = MARKS[encoding];
  const bytes = new Uint8Array(mark.length + Buffer.byteLength(text, name));
  bytes.set(mark);
  Buffer.from(bytes.buffer).write(text, mark.length, name);
  return bytes;
}

const NO_MARK: Uint8Array = new Uint8Array(0);

const MARKS: Readonly<Record<LicenseEncoding, Uint8Array>> = {
  'utf8-bom': UTF8_MARK,
  utf8: NO_MARK,
  utf16le: NO_MARK,
  'utf16le-bom': UTF16LE_MARK,
};

function detectEncoding(bytes: Uint8Array): { encoding: LicenseEncoding; mark: number } {
  if (startsWith(bytes, UTF8_MARK)) return { encoding: 'utf8-bom', mark: UTF8_MARK.length };
  if (startsWith(bytes, UTF16LE_MARK)) return { encoding: 'utf16le-bom', mark: UTF16LE_MARK.length };
  return { encoding: bytes[1] === 0 ? 'utf16le' : 'utf8', mark: 0 };
}

function startsWith(bytes: Uint8Array, mark: Uint8Array): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function decodeExactly(bytes: Uint8Array, label: 'utf-8' | 'utf-16le'): string {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CorruptFile(`The licence is not ${label.toUpperCase()} text.`, {
      where: { structure: 'licence' },
      cause,
    });
  }
}
