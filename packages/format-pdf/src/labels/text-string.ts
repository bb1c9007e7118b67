const BYTE_ORDER_MARK = '\ufeff';

/** A text string: its bytes as they are where all are ASCII, else UTF-16BE behind a byte order mark; ISO 32000-2 §7.9.2.2. */
export function encodeTextString(text: string): Uint8Array {
  if (/^[\x20-\x7e]*$/.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.from(BYTE_ORDER_MARK + text, 'utf16le').swap16();
}

/** What a text string says. In PDFDocEncoding, which differs from Latin-1 in few characters, it is read as Latin-1. */
export function decodeTextString(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder().decode(bytes);
  return Buffer.from(bytes).toString('latin1');
}
