import { CorruptFile, NotSupportedByClient } from '@rightsmith/core';
import type { ByteSource, CipherMode, ContentCipher, FormatContext } from '@rightsmith/core';
import { contentRegion, type PfileHeader, type Region } from './header.js';
import { FIXED_HEADER, UNKNOWN_SIZE } from './layout.js';
import { readHeader } from './read-header.js';

/** Block fill at the end of content without padding; pfile.md §2. */
const LARGEST_FILL = 15n;

/** Everything needed to decrypt the content of a PFILE. */
export interface Content {
  readonly range: Region;
  readonly cipher: ContentCipher;
  /** Plaintext bytes; absent where the padding tells. */
  readonly plainLength: number | undefined;
  /** Frees what was made here, never the caller's cipher. */
  close(): Promise<void>;
}

/** Reads the header and settles with which cipher and to what length the content is read. */
export async function findContent(source: ByteSource, cipher: ContentCipher, context: FormatContext): Promise<Content> {
  const header = await readHeader(source);
  const range = contentRegion(header, source.size);
  const overruling = overrulingCipher(header, cipher, context);
  return {
    range,
    cipher: overruling ?? cipher,
    plainLength: recordedLength(header, range.length, (overruling ?? cipher).mode, context),
    close: async () => overruling?.close(),
  };
}

/** The mode the content is in, which the version may show to be another than the licence's. */
export async function contentMode(
  source: ByteSource,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<CipherMode> {
  const overruling = overrulingCipher(await readHeader(source), cipher, context);
  await overruling?.close();
  return (overruling ?? cipher).mode;
}

/** Up to major version 2 content under an ECB licence is CBC4K under the same key; pfile.md §3. */
function overrulingCipher(
  header: PfileHeader,
  cipher: ContentCipher,
  context: FormatContext,
): ContentCipher | undefined {
  if (header.version.major > 2 || cipher.mode !== 'ECB') return undefined;
  const overruling = cipher.withMode('CBC4K');
  if (overruling === undefined) {
    throw new NotSupportedByClient(
      'This PFILE of version 2 needs its key in CBC4K mode, and the client can use it in ECB only.',
      { hint: 'Open the file with another client.' },
    );
  }
  context.warn('cipher-overridden', { structure: 'version' });
  return overruling;
}

/**
 * The header's original size trims content without padding, by less than a block. A smaller one is ignored; pfile.md §2.
 * A larger one is the only sign that such content was cut, so it is refused (our choice).
 */
function recordedLength(
  header: PfileHeader,
  contentLength: number,
  mode: CipherMode,
  context: FormatContext,
): number | undefined {
  if (mode === 'CBC4K') return undefined;
  const { originalSize = UNKNOWN_SIZE, contentOffset, fixedHeader } = header;
  if (originalSize === UNKNOWN_SIZE) return contentLength;
  const fill = BigInt(contentLength) - originalSize;
  if (fill < 0n) {
    throw new CorruptFile(`The content was cut: ${contentLength} bytes are there, ${originalSize} are recorded.`, {
      where: { structure: 'content', offset: contentOffset },
    });
  }
  if (fill <= LARGEST_FILL) return Number(originalSize);
  context.warn('size-mismatch', {
    structure: 'original size',
    offset: fixedHeader.offset + FIXED_HEADER.originalSize,
  });
  return contentLength;
}
