/** What the checksum's bits are folded back with; ooxml-irm.md §8.3. */
const POLYNOMIAL = 0xaf;

/** Bytes of the streams that hold a checksum: a mark, a version, the number. */
const MARK = 0xab;
const VERSION = 0;
const CHECKSUM_OFFSET = 2;

/** The low 16 bits of what each value of a byte does to the checksum. */
const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value & 0xffff;
});

/** Office's own checksum of 32 bits, without any key: it shows slips, not forgery. */
export function officeChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum << 8) ^ (TABLE[(sum >>> 24) ^ byte] ?? 0);
  return sum >>> 0;
}

/** The checksum in a stream `EncryptedSIHash` or `EncryptedDSIHash`; undefined in one of another version. */
export function readChecksum(stream: Uint8Array): number | undefined {
  if (stream[0] !== MARK || stream[1] !== VERSION || stream.length < CHECKSUM_OFFSET + 4) return undefined;
  return new DataView(stream.buffer, stream.byteOffset).getUint32(CHECKSUM_OFFSET, true);
}
