import {
  CorruptFile,
  DEFAULT_LIMITS,
  NotProtected,
  readExactly,
  type ByteSink,
  type ByteSource,
} from '@rightsmith/core';

/** The bytes plain files begin with. */
export const PLAIN_MAGIC: Uint8Array = bytesOf('__MAGIC__');
/** The bytes protected files begin with: `RMS`, a zero, and those of plain ones. */
export const PROTECTED_MAGIC: Uint8Array = Uint8Array.of(0x52, 0x4d, 0x53, 0, ...PLAIN_MAGIC);

/** Behind the magic: the length of the licence (32 bits) and of the plain content (64 bits), little-endian. */
const LENGTHS_BYTES = 12;

/** A protected file, taken apart. */
export interface ProtectedFile {
  readonly license: Uint8Array;
  /** Bytes of the plain content. */
  readonly plainLength: number;
  /** Where the encrypted content stands. */
  readonly content: { readonly offset: number; readonly length: number };
}

/** Whether the source begins with these bytes. */
export async function beginsWith(source: ByteSource, magic: Uint8Array): Promise<boolean> {
  return Buffer.compare(await source.read(0, magic.length), magic) === 0;
}

/** Reads everything before the content. Whatever comes from a file is checked before it is used. */
export async function readProtected(source: ByteSource): Promise<ProtectedFile> {
  if (!(await beginsWith(source, PROTECTED_MAGIC))) throw new NotProtected('This file is not protected.');
  const start = PROTECTED_MAGIC.length;
  const lengths = new DataView((await readExactly(source, start, LENGTHS_BYTES, 'lengths')).buffer);
  const licenseLength = lengths.getUint32(0, true);
  const plainLength = Number(lengths.getBigUint64(4, true));
  const offset = start + LENGTHS_BYTES + licenseLength;
  if (licenseLength > DEFAULT_LIMITS.licenseBytes || offset > source.size || plainLength > source.size) {
    throw new CorruptFile('A length is larger than the file.', { where: { structure: 'lengths', offset: start } });
  }
  const license = await readExactly(source, start + LENGTHS_BYTES, licenseLength, 'licence');
  return { license, plainLength, content: { offset, length: source.size - offset } };
}

/** Writes everything before the content. */
export async function writeStart(sink: ByteSink, license: Uint8Array, plainLength: number): Promise<void> {
  const lengths = new DataView(new ArrayBuffer(LENGTHS_BYTES));
  lengths.setUint32(0, license.length, true);
  lengths.setBigUint64(4, BigInt(plainLength), true);
  await sink.write(PROTECTED_MAGIC);
  await sink.write(new Uint8Array(lengths.buffer));
  await sink.write(license);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
