import { LimitReached } from '@rightsmith/core';
import { isVersion21OrLater, knownHeaderSize, type PfileHeader, type PfileVersion } from './header.js';
import { FIXED_HEADER, LARGEST_OFFSET, MAGIC, PRELUDE, UNKNOWN_SIZE } from './layout.js';

/** What a new header is computed from; lengths in bytes. */
export interface HeaderParts {
  readonly version: PfileVersion;
  readonly redirectLength: number;
  readonly extensionLength: number;
  readonly licenseLength: number;
  /** 0 in version 2.0, which has no metadata. */
  readonly metadataLength: number;
  /** Absent: not known. Version 2.0 has no field for it. */
  readonly originalSize?: bigint | undefined;
  readonly reserved?: Uint8Array | undefined;
}

/**
 * The header of a file whose regions stand in the usual order without gaps: redirect text, fixed header, extension,
 * licence, metadata, content.
 *
 * @throws LimitReached where an offset would not fit into 32 bits
 */
export function layOut(parts: HeaderParts): PfileHeader {
  const { version } = parts;
  const redirect = { offset: PRELUDE.redirect, length: parts.redirectLength };
  const offset = redirect.offset + redirect.length;
  const size = knownHeaderSize(parts);
  const extension = { offset: offset + size, length: parts.extensionLength };
  const license = { offset: extension.offset + extension.length, length: parts.licenseLength };
  const metadata = { offset: license.offset + license.length, length: parts.metadataLength };
  const contentOffset = metadata.offset + metadata.length;
  if (contentOffset > LARGEST_OFFSET) {
    throw new LimitReached('Extension, licence and metadata together are too large for a PFILE.', {
      limit: 'PFILE header',
      maximum: LARGEST_OFFSET,
    });
  }
  const header = { version, redirect, fixedHeader: { offset, size }, extension, license, contentOffset };
  if (!isVersion21OrLater(version)) return header;
  const { originalSize = UNKNOWN_SIZE, reserved } = parts;
  return { ...header, metadata, originalSize, ...(reserved && { reserved }) };
}

/** The bytes before the redirect text. */
export function encodePrelude(header: PfileHeader): Uint8Array {
  const bytes = new Uint8Array(PRELUDE.redirect);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(PRELUDE.majorVersion, header.version.major, true);
  view.setUint32(PRELUDE.minorVersion, header.version.minor, true);
  view.setUint32(PRELUDE.redirectLength, header.redirect.length, true);
  return bytes;
}

/** The bytes between redirect text and extension. */
export function encodeFixedHeader(header: PfileHeader): Uint8Array {
  const bytes = new Uint8Array(header.fixedHeader.size);
  const view = new DataView(bytes.buffer);
  const set = (at: number, value: number): void => {
    view.setUint32(at, value, true);
  };
  set(FIXED_HEADER.size, header.fixedHeader.size);
  set(FIXED_HEADER.extensionOffset, header.extension.offset);
  set(FIXED_HEADER.extensionLength, header.extension.length);
  set(FIXED_HEADER.licenseOffset, header.license.offset);
  set(FIXED_HEADER.licenseLength, header.license.length);
  set(FIXED_HEADER.contentOffset, header.contentOffset);
  if (header.metadata !== undefined && header.originalSize !== undefined) {
    view.setBigUint64(FIXED_HEADER.originalSize, header.originalSize, true);
    set(FIXED_HEADER.metadataOffset, header.metadata.offset);
    set(FIXED_HEADER.metadataLength, header.metadata.length);
  }
  if (header.reserved !== undefined) bytes.set(header.reserved, FIXED_HEADER.reserved);
  return bytes;
}
