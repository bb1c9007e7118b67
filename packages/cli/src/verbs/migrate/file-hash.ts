import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileSource, sourceStream, type ByteSource } from '@rightsmith/core';

/** SHA-256 of a source, hexadecimal digits. @throws CannotRead, Aborted */
export async function sourceHash(source: ByteSource, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of sourceStream(source, undefined, { signal })) hash.update(bytes);
  return hash.digest('hex');
}

/** SHA-256 of a file; undefined where there is none. @throws CannotRead, Aborted */
export async function fileHash(path: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const source = fileSource(path);
  return sourceHash(source, signal).finally(() => source.close());
}
