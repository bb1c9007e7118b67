import { bytesSource, createSpool } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';

/** A source that claims `missing` bytes more than it has, as a file that shrank does. */
export function shrunkSource(bytes: Uint8Array, missing: number): ByteSource {
  const source = bytesSource(bytes);
  return {
    size: bytes.length + missing,
    read: (offset, length) => source.read(offset, length),
    close: () => source.close(),
  };
}

/** The bytes as a source over a spool that keeps `memoryBytes` in memory. */
export async function spooledSource(bytes: Uint8Array, memoryBytes: number): Promise<ByteSource> {
  const spool = createSpool({ memoryBytes });
  await spool.write(bytes);
  const source = await spool.source();
  return {
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    close: async () => {
      await source.close();
      await spool.close();
    },
  };
}

/** All of a stream's bytes. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
