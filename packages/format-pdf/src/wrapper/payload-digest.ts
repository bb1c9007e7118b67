import { createHash } from 'node:crypto';
import { sourceStream, type ByteSource } from '@rightsmith/core';

/** The MD5 of a source, in hexadecimal digits: what the container records of the embedded file; pdf-irm.md §2.3. */
export async function md5Of(source: ByteSource, signal: AbortSignal): Promise<string> {
  const hash = createHash('md5');
  for await (const bytes of sourceStream(source, undefined, { signal })) hash.update(bytes);
  return hash.digest('hex');
}
