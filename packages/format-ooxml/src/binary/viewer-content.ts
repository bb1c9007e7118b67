import { defaultFormatContext } from '@rightsmith/core';
import type { ByteSource, ContentCipher, FormatContext } from '@rightsmith/core';

/**
 * The rendering (MHTML) that documents of Office 2003–2010 may carry for people without Office; undefined where there is
 * none. Of the two compressions the sources name it is the one of zlib blocks, which .NET uses for the same transform;
 * ooxml-irm.md §8.6.
 *
 * @throws UnsupportedFormat where it is compressed otherwise; LimitReached above `metadataBytes`; as `unwrap`
 */
export async function readViewerContent(
  source: ByteSource,
  cipher: ContentCipher,
  partialContext: Partial<FormatContext> = {},
): Promise<Uint8Array | undefined> {
  const { decodeViewerContent } = await import('./decode-viewer-content.js');
  return decodeViewerContent(source, cipher, defaultFormatContext(partialContext));
}
