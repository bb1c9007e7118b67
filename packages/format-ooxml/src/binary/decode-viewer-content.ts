import { promisify } from 'node:util';
import { constants, inflate } from 'node:zlib';
import { CorruptFile, LimitReached, readExactly, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSource, ContentCipher, FormatContext } from '@rightsmith/core';
import { chooseCipher } from '../choose-cipher.js';
import { decryptedContent, readContent } from '../content.js';
import { FieldReader } from '../data-spaces/fields.js';
import { sameName, VIEWER_CONTENT } from '../data-spaces/names.js';
import { readProtections } from '../data-spaces/protection.js';
import { requireRightsManaged } from '../required.js';

const inflateAll = promisify(inflate);

/** What every block of compressed data begins with; ooxml-irm.md §8.6. */
const BLOCK_MARK = 0xfa0;

const STRUCTURE = 'viewer content';

/** The work of `readViewerContent`. */
export async function decodeViewerContent(
  source: ByteSource,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<Uint8Array | undefined> {
  const container = await requireRightsManaged(source, context);
  const { file } = container;
  const protection = (await readProtections(file, context.limits)).find(({ content: [name = ''] }) =>
    sameName(name, VIEWER_CONTENT),
  );
  if (protection === undefined) return undefined;
  const chosen = await chooseCipher(container, await readContent(container), cipher, context);
  try {
    const compressed = await decryptedContent(await readContent({ file, protection }), chosen.cipher);
    const maximum = context.limits.metadataBytes;
    if (compressed.size > maximum) throw tooLarge(maximum);
    return await decompress(await readExactly(compressed, 0, compressed.size, STRUCTURE), maximum);
  } finally {
    await chosen.close();
  }
}

/** Blocks of one zlib stream that is flushed at the end of each and never ended. */
async function decompress(bytes: Uint8Array, maximum: number): Promise<Uint8Array> {
  const reader = new FieldReader(bytes, STRUCTURE);
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (!reader.atEnd) {
    if (reader.uint32() !== BLOCK_MARK) throw unknownCompression();
    size += reader.uint32();
    pieces.push(reader.bytes(reader.uint32()));
  }
  if (size > maximum) throw tooLarge(maximum);
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maximum };
    const content = await inflateAll(Buffer.concat(pieces), options);
    if (content.length === size) return new Uint8Array(content);
  } catch (cause) {
    throw damaged(cause);
  }
  throw damaged();
}

function damaged(cause?: unknown): CorruptFile {
  return new CorruptFile('The viewer content is damaged.', { where: { structure: STRUCTURE }, cause });
}

function unknownCompression(): UnsupportedFormat {
  return new UnsupportedFormat('The viewer content is in an unknown compression.', { where: { structure: STRUCTURE } });
}

function tooLarge(maximum: number): LimitReached {
  return new LimitReached(`The viewer content has more than ${maximum} bytes.`, { limit: 'metadataBytes', maximum });
}
