import { throwIfAborted, type ByteSource } from '@rightsmith/core';
import type { CrossReference } from './entries.js';
import { FileOrder } from './file-order.js';
import { FileWindow } from './file-window.js';
import { readHeader } from './object-header.js';

/** Bytes in which `n g obj` ends. */
const LONGEST_HEADER = 64;

/** Numbers of the objects that do not stand where their entries say. */
export async function wrongEntries(
  source: ByteSource,
  entries: CrossReference,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const window = new FileWindow(source);
  const order = new FileOrder(entries, source.size);
  const wrong: number[] = [];
  for (let index = 0; index < order.numbers.length; index++) {
    const number = order.numbers[index] ?? 0;
    const offset = order.offset(index);
    if (offset < window.start || window.loaded(offset) < LONGEST_HEADER) {
      throwIfAborted(signal);
      await window.load(offset, LONGEST_HEADER, order.ahead(index));
    }
    const header = readHeader(window.bytes, offset - window.start, window.bytes.length);
    const isRight =
      typeof header === 'object' && header.number === number && header.generation === entries.generationOf(number);
    if (!isRight) wrong.push(number);
  }
  return wrong;
}
