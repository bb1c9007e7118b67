import { createCipheriv } from 'node:crypto';
import { bytesSource, decryptContent, encryptContent, memorySink } from '@rightsmith/core';
import type { CipherMode, ContentCipher, DecryptOptions, EncryptOptions } from '@rightsmith/core';

/** A run as the content cipher takes it. */
export interface Run {
  readonly segment: number;
  readonly bytes: Uint8Array;
  readonly final: boolean;
}

/** Content cut into runs of `runLength` bytes, of which the last is final and the only one that may be shorter. */
export function cutIntoRuns(content: Uint8Array, runLength: number, segmentSize: number): Run[] {
  const count = Math.max(1, Math.ceil(content.length / runLength));
  return Array.from({ length: count }, (_, index) => ({
    segment: (index * runLength) / segmentSize,
    bytes: content.subarray(index * runLength, (index + 1) * runLength),
    final: index === count - 1,
  }));
}

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

/** The same order for everybody, but not the natural one. */
export function shuffle<T>(values: readonly T[]): T[] {
  const shuffled = [...values];
  let state = 1;
  for (let last = shuffled.length - 1; last > 0; last--) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

/** A stream that gives `bytes` in chunks of these lengths, the last of them again and again. */
export function streamInChunks(bytes: Uint8Array, ...lengths: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let chunk = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      const length = lengths[Math.min(chunk++, lengths.length - 1)]!;
      controller.enqueue(bytes.subarray(at, at + length));
      at += length;
    },
  });
}

/** The same cipher for a caller who is asked to use runs of another length. */
export function withPreferredRun(cipher: ContentCipher, preferredRun: number): ContentCipher {
  return {
    mode: cipher.mode,
    keyBits: cipher.keyBits,
    segmentSize: cipher.segmentSize,
    preferredRun,
    encrypt: (segment, plain, final) => cipher.encrypt(segment, plain, final),
    decrypt: (segment, encrypted, final) => cipher.decrypt(segment, encrypted, final),
    encryptItems: (items) => cipher.encryptItems(items),
    decryptItems: (items) => cipher.decryptItems(items),
    withMode: (mode) => cipher.withMode(mode),
    close: () => cipher.close(),
  };
}

export async function encryptToBytes(
  content: Uint8Array | ReadableStream<Uint8Array>,
  cipher: ContentCipher,
  options: EncryptOptions = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  await encryptContent(content instanceof Uint8Array ? bytesSource(content) : content, cipher, sink, options);
  return sink.bytes();
}

export async function decryptToBytes(
  encrypted: Uint8Array,
  cipher: ContentCipher,
  options: Partial<DecryptOptions> = {},
): Promise<Uint8Array> {
  const sink = memorySink();
  const range = { offset: 0, length: encrypted.length };
  await decryptContent(bytesSource(encrypted), cipher, sink, { range, ...options });
  return sink.bytes();
}

/** CBC4K, CBC512 and ECB word by word as crypto.md §2–§4 has them, with a cipher object for every segment. */
export function encryptPlainly(mode: CipherMode, key: Uint8Array, first: number, plain: Uint8Array): Uint8Array {
  if (mode === 'ECB') return encryptOnce('ecb', key, null, plain);
  const segmentSize = mode === 'CBC4K' ? 4096 : 512;
  const pieces = Array.from({ length: Math.ceil(plain.length / segmentSize) }, (_, index) => {
    const counter = Buffer.alloc(16);
    counter.writeBigUInt64LE(BigInt(first + index) * (mode === 'CBC4K' ? 1n : 512n));
    const iv = encryptOnce('ecb', key, null, counter);
    return encryptOnce('cbc', key, iv, plain.subarray(index * segmentSize, (index + 1) * segmentSize));
  });
  return joinBytes(pieces);
}

function encryptOnce(chaining: string, key: Uint8Array, iv: Uint8Array | null, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-${chaining}`, key, iv).setAutoPadding(false);
  return new Uint8Array(cipher.update(plain));
}
