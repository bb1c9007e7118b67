import type { ByteSource } from '@rightsmith/core';

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const END_BYTES = 22;
/** A comment at the end of a ZIP file has no more. */
const LONGEST_TAIL = END_BYTES + 65_535;
/** Documents of thousands of pages have less; the budget of detection is larger. */
const LONGEST_DIRECTORY = 2 * 1024 * 1024;

/** Whether the source is a ZIP file with a fixed document sequence in it. Any damage means no. */
export async function isXpsPackage(source: ByteSource): Promise<boolean> {
  const start = await source.read(0, 4);
  if (start.length < 4 || view(start).getUint32(0, true) !== LOCAL_HEADER) return false;
  return (await partNames(source)).some((name) => /\.fdseq$/i.test(name));
}

/** The names of all parts; none where the directory at the end cannot be read. */
async function partNames(source: ByteSource): Promise<readonly string[]> {
  const tailStart = Math.max(0, source.size - LONGEST_TAIL);
  const tail = await source.read(tailStart, source.size - tailStart);
  const end = findEnd(tail);
  if (end === undefined) return [];
  const [length, offset] = [end.getUint32(12, true), end.getUint32(16, true)];
  if (length > LONGEST_DIRECTORY || offset + length > source.size) return [];
  return namesIn(await source.read(offset, length));
}

function findEnd(tail: Uint8Array): DataView | undefined {
  for (let offset = tail.length - END_BYTES; offset >= 0; offset -= 1) {
    const end = view(tail.subarray(offset));
    if (end.getUint32(0, true) === DIRECTORY_END) return end;
  }
  return undefined;
}

function namesIn(directory: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (let offset = 0; offset + 46 <= directory.length;) {
    const entry = view(directory.subarray(offset));
    if (entry.getUint32(0, true) !== DIRECTORY_ENTRY) break;
    const lengths = [28, 30, 32].map((place) => entry.getUint16(place, true)) as [number, number, number];
    names.push(new TextDecoder().decode(directory.subarray(offset + 46, offset + 46 + lengths[0])));
    offset += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return names;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
