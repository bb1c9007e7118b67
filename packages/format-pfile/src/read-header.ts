import { CorruptFile, NotProtected, readExactly, UnsupportedFormat, type ByteSource } from '@rightsmith/core';
import { isVersion21OrLater, versionText, type PfileHeader, type PfileVersion, type Region } from './header.js';
import { FIXED_HEADER, FIXED_HEADER_SIZES, MAJOR_VERSIONS, PRELUDE } from './layout.js';
import { isPlausibleVersion, readSignature, type Signature } from './signature.js';

/**
 * Reads and checks the header: pfile.md §6, column "do". Only header bytes are read, and no number of the file is
 * followed before it was held against the size of the source.
 *
 * @throws NotProtected without the magic; UnsupportedFormat (`version`); CorruptFile with structure and offset
 */
export async function readHeader(source: ByteSource): Promise<PfileHeader> {
  return readHeaderBehind(await readSignature(source), source);
}

/** As {@link readHeader}, where the signature has been read. */
export async function readHeaderBehind(signature: Signature | undefined, source: ByteSource): Promise<PfileHeader> {
  const version = versionOf(signature);
  const field = await readExactly(source, PRELUDE.redirectLength, 4, 'redirect length');
  const redirect = { offset: PRELUDE.redirect, length: view(field).getUint32(0, true) };
  checkInside(source, redirect, 'redirect text', PRELUDE.redirectLength);
  const header = await readFixedHeader(source, version, redirect);
  checkRegions(source, header);
  return header;
}

function versionOf(signature: Signature | undefined): PfileVersion {
  if (signature === undefined) throw new NotProtected('This is not a PFILE: it does not begin with “.pfile”.');
  const { version } = signature;
  const where = { structure: 'version', offset: PRELUDE.majorVersion };
  if (version === undefined) throw new CorruptFile('The file ends before its version.', { where });
  const { first, last } = MAJOR_VERSIONS;
  if (!isPlausibleVersion(version) || version.major < first || version.major > last) {
    throw new UnsupportedFormat(`PFILE version ${versionText(version)} is not known.`, {
      reason: 'version',
      where,
      hint: `Versions ${first}.0 to ${last}.255 can be read. Other numbers mostly mean a damaged file.`,
    });
  }
  return version;
}

async function readFixedHeader(source: ByteSource, version: PfileVersion, redirect: Region): Promise<PfileHeader> {
  const offset = redirect.offset + redirect.length;
  const hasVersion21Fields = isVersion21OrLater(version);
  const needed = hasVersion21Fields ? FIXED_HEADER_SIZES.version21 : FIXED_HEADER_SIZES.version20;
  const fields = view(await readExactly(source, offset, needed, 'fixed header'));
  const field = (at: number): number => fields.getUint32(at, true);
  const size = field(FIXED_HEADER.size);
  if (size < needed) {
    throw new CorruptFile(`The fixed header claims ${size} bytes; this version needs ${needed}.`, {
      where: { structure: 'fixed header', offset },
    });
  }
  const header = {
    version,
    redirect,
    fixedHeader: { offset, size },
    extension: { offset: field(FIXED_HEADER.extensionOffset), length: field(FIXED_HEADER.extensionLength) },
    license: { offset: field(FIXED_HEADER.licenseOffset), length: field(FIXED_HEADER.licenseLength) },
    contentOffset: field(FIXED_HEADER.contentOffset),
  };
  if (!hasVersion21Fields) return header;
  const reserved =
    size === FIXED_HEADER_SIZES.reserved
      ? await readExactly(source, offset + FIXED_HEADER.reserved, size - FIXED_HEADER.reserved, 'fixed header')
      : undefined;
  return {
    ...header,
    metadata: { offset: field(FIXED_HEADER.metadataOffset), length: field(FIXED_HEADER.metadataLength) },
    originalSize: fields.getBigUint64(FIXED_HEADER.originalSize, true),
    ...(reserved && { reserved }),
  };
}

function checkRegions(source: ByteSource, header: PfileHeader): void {
  const { offset } = header.fixedHeader;
  checkInside(source, header.extension, 'extension', offset + FIXED_HEADER.extensionOffset);
  checkInside(source, header.license, 'licence', offset + FIXED_HEADER.licenseOffset);
  if (header.metadata) checkInside(source, header.metadata, 'metadata', offset + FIXED_HEADER.metadataOffset);
  const last = header.metadata ?? header.license;
  const { contentOffset } = header;
  if (contentOffset < last.offset + last.length || contentOffset > source.size) {
    throw new CorruptFile(`The content cannot begin at byte ${contentOffset} of this file.`, {
      where: { structure: 'content', offset: offset + FIXED_HEADER.contentOffset },
    });
  }
}

/** `field` is the offset of the number that names the region. Sums of two 32-bit numbers are exact here, so nothing wraps around. */
function checkInside(source: ByteSource, region: Region, structure: string, field: number): void {
  if (region.offset + region.length <= source.size) return;
  throw new CorruptFile(
    `The ${structure} (${region.length} bytes at ${region.offset}) reaches beyond the end of the file (${source.size} bytes).`,
    { where: { structure, offset: field } },
  );
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
