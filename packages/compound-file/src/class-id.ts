/** Bytes of a GUID. */
export const CLASS_ID_BYTES = 16;

/** A GUID structure, whose first three fields are little-endian, in lower case without braces; undefined when all zero. */
export function readClassId(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  const hex = Buffer.from(swapFields(bytes)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The GUID structure of a GUID in lower case without braces. */
export function writeClassId(classId: string): Uint8Array {
  return swapFields(Buffer.from(classId.replaceAll('-', ''), 'hex'));
}

function swapFields(bytes: Uint8Array): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, ...rest] = bytes;
  return Uint8Array.of(d, c, b, a, f, e, h, g, ...rest);
}
