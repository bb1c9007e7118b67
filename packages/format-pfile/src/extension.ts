import { win32 } from 'node:path';
import { readExactly, type ByteSource, type FormatContext } from '@rightsmith/core';
import type { PfileHeader } from './header.js';
import { LONGEST_EXTENSION } from './layout.js';

/** What Microsoft's stream interface stores for a file without extension; pfile.md §4. */
const NO_EXTENSION = '.pfile';

/**
 * The extension to store for a file of this name: lower case, with the dot; empty for a name without one. `win32` because
 * it takes both kinds of slash for separators, so that nothing of a folder's name gets in.
 */
export function extensionToStore(name: string): Uint8Array {
  const extension = win32.extname(name).toLowerCase();
  const bytes = new TextEncoder().encode(extension === '.' ? '' : extension);
  return bytes.length > LONGEST_EXTENSION ? new Uint8Array() : bytes;
}

/** The stored extension as text, unchecked otherwise; undefined: the original had none, or it is no text and a warning was given. */
export async function readExtension(
  source: ByteSource,
  header: PfileHeader,
  context: Pick<FormatContext, 'warn'>,
): Promise<string | undefined> {
  const { offset, length } = header.extension;
  const text = length > LONGEST_EXTENSION ? undefined : decode(await readExactly(source, offset, length, 'extension'));
  if (text === undefined) context.warn('extension-ignored', { structure: 'extension', offset });
  return text === '' || text === NO_EXTENSION ? undefined : text;
}

/** No character set is declared and every value seen is ASCII: read as it is written, as UTF-8 (pfile.md §4, §9.3). */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
