import { isByteCount, rangeSource } from '../bytes/range-source.js';
import { cutShort, readExactly } from '../bytes/read-exactly.js';
import type { ByteSource } from '../bytes/source.js';
import { CorruptFile } from '../errors.js';
import type { ContentCipher } from './content-cipher.js';
import { CIPHER_MODES } from './modes.js';
import { fillUp } from './padding.js';
import { BLOCK_SIZE, checkSegments } from './sizes.js';
import { undecryptable } from './undecryptable.js';
import { workInThread } from './work-in-thread.js';

const STRUCTURE = 'encrypted content';

/** Where the ciphertext of an item lies in its source. The numbers may come straight from the file. */
export interface ContentRange {
  /** Bytes from the start of the source. */
  readonly offset: number;
  /** Bytes of ciphertext. */
  readonly length: number;
}

/** How an item ends. */
export interface ContentEnd {
  /** Plaintext bytes as the container recorded them. Counts only where there is no padding to tell; without it all that is there belongs to the item. */
  readonly plainLength?: number | undefined;
  /** `false` for an item that was filled up to whole segments and never ended as final, as Office does. Default `true`. */
  readonly final?: boolean | undefined;
}

/**
 * The exact number of plaintext bytes of an item, from its last segment alone; crypto.md §2.
 * In a mode without padding it is the length of the ciphertext.
 *
 * @throws CorruptFile when the range is not inside the source, is cut, or the padding is wrong; LimitReached beyond 2^32 segments
 */
export async function plainLength(cipher: ContentCipher, source: ByteSource, range: ContentRange): Promise<number> {
  checkCiphertext(cipher, source, range);
  if (!CIPHER_MODES[cipher.mode].pads) return range.length;
  if (range.length === 0) throw undecryptable();
  const segment = Math.ceil(range.length / cipher.segmentSize) - 1;
  const start = segment * cipher.segmentSize;
  const tail = await readExactly(source, range.offset + start, range.length - start, STRUCTURE);
  return start + (await cipher.decrypt(segment, tail, true)).length;
}

/** The plaintext of a short item whose padding tells where it ends: all of it in one step. @throws as {@link decryptedSource} */
export async function decryptAll(cipher: ContentCipher, source: ByteSource, range: ContentRange): Promise<Uint8Array> {
  checkCiphertext(cipher, source, range);
  return cipher.decrypt(0, await readExactly(source, range.offset, range.length, STRUCTURE), true, true);
}

/** Whether the padding tells where an item ends. */
export function endsByPadding({ mode }: ContentCipher, { final = true }: ContentEnd): boolean {
  return final && CIPHER_MODES[mode].pads;
}

/**
 * The plaintext of an item by range: a read decrypts the segments it touches and no others. The end of the item is checked
 * before the source is handed out. Closing it leaves `source` and `cipher` open.
 *
 * @throws CorruptFile when the range is not inside the source, is cut, its padding is wrong, or it is shorter than the recorded
 * plaintext; LimitReached beyond 2^32 segments
 */
export async function decryptedSource(
  source: ByteSource,
  cipher: ContentCipher,
  content: ContentRange & ContentEnd,
): Promise<ByteSource> {
  return rangeSource({
    size: endsByPadding(cipher, content)
      ? await plainLength(cipher, source, content)
      : recordedLength(cipher, source, content),
    readRange: (offset, length, memory) => readDecrypted(source, cipher, content, { offset, length, memory }),
  });
}

async function readDecrypted(
  source: ByteSource,
  cipher: ContentCipher,
  content: ContentRange & ContentEnd,
  wanted: ContentRange & { readonly memory: Uint8Array | undefined },
): Promise<Uint8Array> {
  const { segmentSize } = cipher;
  const segment = Math.floor(wanted.offset / segmentSize);
  const start = segment * segmentSize;
  const wantedEnd = wanted.offset + wanted.length;
  const end = Math.min(Math.ceil(wantedEnd / segmentSize) * segmentSize, content.length);
  const final = content.final !== false && end === content.length;
  const run = { segment, offset: content.offset + start, length: end - start, structure: STRUCTURE };
  const inThread = final ? undefined : workInThread(source, cipher, 'decrypt', run, wanted.memory);
  const done = inThread && (await inThread);
  if (done !== undefined) return done.subarray(wanted.offset - start, wantedEnd - start);
  const encrypted = await readExactly(source, run.offset, run.length, STRUCTURE, wanted.memory);
  const plain = await cipher.decrypt(segment, final ? encrypted : fillUp(encrypted, segmentSize), final, true);
  return plain.subarray(wanted.offset - start, wantedEnd - start);
}

function recordedLength(cipher: ContentCipher, source: ByteSource, content: ContentRange & ContentEnd): number {
  checkCiphertext(cipher, source, content);
  const recorded = content.plainLength ?? content.length;
  if (isByteCount(recorded) && recorded <= content.length) return recorded;
  throw new CorruptFile(`The encrypted content has ${content.length} bytes, but ${recorded} are recorded.`, {
    where: { structure: STRUCTURE, offset: content.offset },
  });
}

function checkCiphertext(cipher: ContentCipher, source: ByteSource, { offset, length }: ContentRange): void {
  if (!isByteCount(offset) || !isByteCount(length) || offset + length > source.size) {
    throw cutShort(STRUCTURE, offset, length);
  }
  if (length % BLOCK_SIZE !== 0) throw undecryptable();
  if (CIPHER_MODES[cipher.mode].ivStep !== 0) checkSegments(0, Math.ceil(length / cipher.segmentSize));
}
