/** Bytes that differ from place to place, with a period that is no power of two. */
export function sampleBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 251);
}
