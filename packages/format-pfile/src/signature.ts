import type { ByteSource } from '@rightsmith/core';
import type { PfileVersion } from './header.js';
import { MAGIC, PRELUDE, VERSION_END } from './layout.js';

const MAGIC_BYTES: Uint8Array = new TextEncoder().encode(MAGIC);

/** What the first bytes of a file that begins with the magic say. */
export interface Signature {
  /** Absent: the file ends before its version does. */
  readonly version?: PfileVersion;
}

/** The version behind the magic; undefined: the file does not begin with the magic. */
export async function readSignature(source: ByteSource): Promise<Signature | undefined> {
  const bytes = await source.read(0, PRELUDE.redirectLength);
  if (!MAGIC_BYTES.every((byte, index) => bytes[index] === byte)) return undefined;
  if (bytes.length < PRELUDE.redirectLength) return {};
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    version: { major: view.getUint32(PRELUDE.majorVersion, true), minor: view.getUint32(PRELUDE.minorVersion, true) },
  };
}

/** Whether these can be version numbers of a PFILE, supported or not; pfile.md §3. */
export function isPlausibleVersion(version: PfileVersion): boolean {
  return version.major < VERSION_END && version.minor < VERSION_END;
}
