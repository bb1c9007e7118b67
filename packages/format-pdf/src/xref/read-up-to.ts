import { readExactly, type ByteSource } from '@rightsmith/core';

/** `length` bytes from `offset`, fewer only where the file ends. @throws CorruptFile when the source gives less than its size promises */
export function readUpTo(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  return readExactly(source, offset, Math.min(length, Math.max(0, source.size - offset)), 'file');
}
