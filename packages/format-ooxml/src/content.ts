import type { CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, decryptContent, decryptedSource, readExactly } from '@rightsmith/core';
import type { ByteSink, ByteSource, ContentCipher, FormatContext } from '@rightsmith/core';
import type { RightsManaged } from './recognize/recognition.js';

/** Bytes in front of the ciphertext: the length of the plaintext; ooxml-irm.md §7. */
export const LENGTH_BYTES = 8;

/** Bytes of a cipher block, the least to which content is filled up. */
const BLOCK_SIZE = 16;

/** Bytes of fill that known programs leave at most: a segment. */
const LARGEST_FILL = 4096;

/** The protected stream and what it says of itself. */
export interface ProtectedContent {
  readonly stream: ByteSource;
  /** Bytes of the original file. */
  readonly plainLength: number;
  /** Bytes of ciphertext. */
  readonly cipherLength: number;
}

/** Reads the recorded length, and nothing of the content. @throws CorruptFile where there is less of it than recorded */
export async function readContent({
  file,
  protection,
}: Pick<RightsManaged, 'file' | 'protection'>): Promise<ProtectedContent> {
  const stream = await openContentStream(file, protection.content);
  const start = await readExactly(stream, 0, LENGTH_BYTES, 'protected stream');
  const recorded = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  const cipherLength = stream.size - LENGTH_BYTES;
  if (recorded === 0n || blocksOf(recorded) > BigInt(cipherLength)) {
    throw new CorruptFile(
      `The content was cut or its length is wrong: ${recorded.toString()} bytes are recorded, ${cipherLength} encrypted ones are there.`,
      { where: { structure: 'protected stream', offset: 0 } },
    );
  }
  return { stream, plainLength: Number(recorded), cipherLength };
}

async function openContentStream(file: CompoundFile, path: readonly string[]): Promise<ByteSource> {
  try {
    return await file.openStream(path);
  } catch (cause) {
    if (!(cause instanceof CorruptFile)) throw cause;
    throw new CorruptFile('The file was cut off, or the place of its content is damaged.', {
      where: { structure: 'protected stream', ...cause.where },
      cause,
    });
  }
}

/** The plaintext by range. Closing it leaves the cipher open. @throws CorruptFile */
export function decryptedContent(content: ProtectedContent, cipher: ContentCipher): Promise<ByteSource> {
  return decryptedSource(content.stream, cipher, contentEnd(content, cipher));
}

/** Writes all of the plaintext. @throws CorruptFile; what sink and signal throw */
export async function decryptTo(
  sink: ByteSink,
  content: ProtectedContent,
  cipher: ContentCipher,
  options: { readonly signal: AbortSignal; readonly progress: (bytesDone: number) => void },
): Promise<void> {
  const { offset, length, plainLength, final } = contentEnd(content, cipher);
  await decryptContent(content.stream, cipher, sink, { ...options, range: { offset, length }, plainLength, final });
}

/** Where the ciphertext lies and how it ends: its own fill is never looked at, and what follows it is left out. */
export function contentEnd(
  { plainLength, cipherLength }: ProtectedContent,
  { segmentSize }: ContentCipher,
): { readonly offset: number; readonly length: number; readonly plainLength: number; readonly final: false } {
  const filled = Math.ceil(plainLength / segmentSize) * segmentSize;
  const length = Math.min(filled, cipherLength - (cipherLength % BLOCK_SIZE));
  return { offset: LENGTH_BYTES, length, plainLength, final: false };
}

/** Warns where the recorded length may be wrong: a smaller one is all that would show of a document that lost its end. */
export function warnOfSlack({ plainLength, cipherLength }: ProtectedContent, context: FormatContext): void {
  if (cipherLength - plainLength <= LARGEST_FILL) return;
  context.warn('content-slack', { structure: 'protected stream', offset: LENGTH_BYTES + plainLength });
}

/** Bytes of a sealed content key by its length in bits, for the key of 2048 bits that seals it; ooxml-irm.md §5. */
const SEALED_KEY_BYTES = { 128: 336, 256: 352 } as const;

/**
 * What lengths make of the cipher before there is a key; ooxml-irm.md §7.2. The licence decides in the end.
 *
 * @param sealedKeyBytes - of the content key as the licence has it, where that can be read
 */
export function cipherHint({ plainLength, cipherLength }: ProtectedContent, sealedKeyBytes?: number): string {
  const isFilled = (unit: number): boolean => cipherLength === Math.ceil(plainLength / unit) * unit;
  const isEcb = isFilled(BLOCK_SIZE) && sealedKeyBytes !== SEALED_KEY_BYTES[256];
  const isCbc = isFilled(LARGEST_FILL) && sealedKeyBytes !== SEALED_KEY_BYTES[128];
  if (isEcb && !isCbc) return 'ECB (AES-128), by its length';
  if (isCbc && !isEcb) return 'CBC in segments of 4096 bytes (AES-256), by its length';
  return 'the mode the licence names';
}

function blocksOf(length: bigint): bigint {
  const block = BigInt(BLOCK_SIZE);
  return ((length + block - 1n) / block) * block;
}
