import { CIPHER_MODES, CorruptFile, readExactly } from '@rightsmith/core';
import type { CipherMode, ContentCipher, FormatContext } from '@rightsmith/core';
import { contentEnd, type ProtectedContent } from './content.js';
import type { RightsManaged } from './recognize/recognition.js';

/** How documents begin: a ZIP package, or a compound file, which may be a password-encrypted package. */
const SIGNATURES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
];

/** The cipher to read with. */
export interface ChosenCipher {
  readonly cipher: ContentCipher;
  /** Frees what was made here, never the caller's cipher. */
  close(): Promise<void>;
}

/**
 * The cipher under which the content begins like a document: the licence's if it is that, else the same key in another
 * mode, with a warning; ooxml-irm.md §7.2. The two CBC modes begin alike, so between them the licence decides. The content of
 * a mail is anything, so there the licence is believed.
 *
 * @throws CorruptFile where no mode gives a document: the key is wrong, or the beginning is damaged
 */
export async function chooseCipher(
  { shape }: RightsManaged,
  content: ProtectedContent,
  cipher: ContentCipher,
  context: FormatContext,
): Promise<ChosenCipher> {
  if (await beginsLikeDocument(content, cipher)) return { cipher, close: () => Promise.resolve() };
  for (const mode of Object.keys(CIPHER_MODES) as CipherMode[]) {
    const other = mode === cipher.mode ? undefined : cipher.withMode(mode);
    if (other === undefined) continue;
    if (await beginsLikeDocument(content, other)) {
      context.warn('cipher-overridden', { structure: 'protected stream' });
      return { cipher: other, close: () => other.close() };
    }
    await other.close();
  }
  if (shape === 'message') return { cipher, close: () => Promise.resolve() };
  throw new CorruptFile('The key does not open this content, or its beginning is damaged.', {
    where: { structure: 'protected stream', offset: 0 },
  });
}

async function beginsLikeDocument(content: ProtectedContent, cipher: ContentCipher): Promise<boolean> {
  const { offset, length } = contentEnd(content, cipher);
  const segment = new Uint8Array(cipher.segmentSize);
  segment.set(await readExactly(content.stream, offset, Math.min(length, segment.length), 'protected stream'));
  const plain = await cipher.decrypt(0, segment, false);
  return SIGNATURES.some((signature) => signature.every((byte, index) => plain[index] === byte));
}
