const PART = 'FixedDocumentSequence.fdseq';

/** A ZIP file of exactly so many bytes with one stored part, which is enough of an XPS document to be protected (nobody checks its checksum); none is smaller than 160 bytes. */
export function makeXps(size: number): Uint8Array | undefined {
  const overhead = 30 + 46 + 22 + 2 * PART.length;
  if (size < overhead + 8) return undefined;
  const content = new Uint8Array(size - overhead).map((_, index) => (index * 7) % 253);
  const name = Buffer.from(PART);
  const common = (): number[] => [
    ...u16(20),
    ...u16(0),
    ...u16(0),
    ...u16(0),
    ...u16(33),
    ...u32(0),
    ...u32(content.length),
    ...u32(content.length),
    ...u16(name.length),
    ...u16(0),
  ];
  const local = Uint8Array.of(...u32(0x04034b50), ...common());
  const entry = Uint8Array.of(
    ...u32(0x02014b50),
    ...u16(20),
    ...common(),
    ...u16(0),
    ...u16(0),
    ...u16(0),
    ...u32(0),
    ...u32(0),
  );
  const start = local.length + name.length + content.length;
  const end = Uint8Array.of(
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...u16(1),
    ...u16(1),
    ...u32(entry.length + name.length),
    ...u32(start),
    ...u16(0),
  );
  return new Uint8Array(Buffer.concat([local, name, content, entry, name, end]));
}

const u16 = (value: number): number[] => [value & 0xff, value >>> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
