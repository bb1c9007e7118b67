import { bytesSource, memorySink } from '@rightsmith/core';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import type { CompoundFile, Strictness } from '@rightsmith/compound-file';
import { outcome, type Subject } from './subject.js';

/** A compound file: every stream is read or refused, and what `strict` opens is readable throughout. */
export function compoundFileSubject(name: string, bytes: Uint8Array): Subject {
  return {
    name,
    bytes,
    borders: Array.from({ length: Math.floor(bytes.length / 512) }, (_, sector) => sector * 512),
    judge: async (changed) => {
      const complaint = await complaintAbout(changed, 'tolerant');
      return complaint ?? complaintAbout(changed, 'strict');
    },
  };
}

/** A file of our writer with streams of every kind: empty, small, large, in storages. */
export async function ownCompoundFileSubject(): Promise<Subject> {
  const sink = memorySink();
  const sizes = { Empty: 0, 'Storage/Small': 100, 'Storage/Inner/Small': 4095, 'Storage/Large': 4096, Larger: 20_000 };
  await writeCompoundFile(
    Object.entries(sizes).map(([path, size]) => ({
      kind: 'stream',
      path,
      content: bytesSource(new Uint8Array(size).map((_, index) => index % 251)),
    })),
    sink,
  );
  return compoundFileSubject('own compound file', sink.bytes());
}

async function complaintAbout(bytes: Uint8Array, strictness: Strictness): Promise<string | undefined> {
  const result = await outcome(() => openCompoundFile(bytesSource(bytes), { strictness }));
  if ('error' in result) return undefined;
  for (const { kind, path, size } of result.value.entries) {
    if (kind === 'storage') continue;
    const content = await outcome(() => readStream(result.value, path));
    if ('error' in content) {
      if (strictness === 'strict') return `strict opened a file of which ${JSON.stringify(path)} cannot be read`;
    } else if (strictness === 'strict' && content.value !== size) {
      return `${content.value} bytes of ${size} read from ${JSON.stringify(path)}`;
    }
  }
  return undefined;
}

async function readStream(file: CompoundFile, path: readonly string[]): Promise<number> {
  const stream = await file.openStream(path);
  return (await stream.read(0, stream.size)).length;
}
