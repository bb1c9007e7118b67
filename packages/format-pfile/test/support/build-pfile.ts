/** A PFILE to be laid out by hand, apart from the code under test. Whatever is left out is small and right. */
export interface PfileParts {
  readonly major?: number;
  readonly minor?: number;
  readonly redirect?: string;
  /** Written into the size field; the header itself is as long as the version (or `reserved`) needs. */
  readonly claimedHeaderSize?: number;
  readonly extension?: Uint8Array;
  readonly license?: Uint8Array;
  readonly metadata?: Uint8Array;
  readonly originalSize?: bigint;
  readonly reserved?: Uint8Array;
  readonly content?: Uint8Array;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Regions in the usual order without gaps. */
export function buildPfile(parts: PfileParts): Uint8Array {
  const { major = 3, minor = 0, originalSize = 2n ** 64n - 1n, reserved = new Uint8Array() } = parts;
  const redirect = ascii(parts.redirect ?? '\r\n\r\nProtected.\r\n');
  const { extension = ascii('.txt'), license = ascii('<XrML/>'), metadata = new Uint8Array() } = parts;
  const { content = new Uint8Array(16) } = parts;
  const short = major === 2 && minor === 0;
  const size = short ? 24 : 40 + reserved.length;

  const start = Buffer.alloc(18);
  start.write('.pfile', 'latin1');
  start.writeUInt32LE(major, 6);
  start.writeUInt32LE(minor, 10);
  start.writeUInt32LE(redirect.length, 14);

  const extensionOffset = start.length + redirect.length + size;
  const licenseOffset = extensionOffset + extension.length;
  const metadataOffset = licenseOffset + license.length;
  const fixed = Buffer.alloc(size);
  fixed.writeUInt32LE(parts.claimedHeaderSize ?? size, 0);
  fixed.writeUInt32LE(extensionOffset, 4);
  fixed.writeUInt32LE(extension.length, 8);
  fixed.writeUInt32LE(licenseOffset, 12);
  fixed.writeUInt32LE(license.length, 16);
  fixed.writeUInt32LE(metadataOffset + metadata.length, 20);
  if (!short) {
    fixed.writeBigUInt64LE(originalSize, 24);
    fixed.writeUInt32LE(metadataOffset, 32);
    fixed.writeUInt32LE(metadata.length, 36);
    fixed.set(reserved, 40);
  }
  return new Uint8Array(Buffer.concat([start, redirect, fixed, extension, license, metadata, content]));
}

/** A copy with one little-endian number changed. */
export function withUint32(file: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = file.slice();
  new DataView(copy.buffer).setUint32(offset, value, true);
  return copy;
}
