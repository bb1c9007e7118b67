import { CannotRead, UsageError, type ByteSource } from '@rightsmith/core';
import { checkKept, members, senseless } from './check-answer.js';
import { PIECE_BYTES } from './frames.js';
import type { RunningCall } from './isolated-plugin.js';

/** A source that the plugin keeps. `onClose` runs once. */
export function keptSource(
  call: RunningCall,
  answer: unknown,
  plugin: string,
  onClose: () => Promise<void>,
): ByteSource {
  const { kept, size } = checkKept(answer, plugin);
  let isClosed = false;
  const readPiece = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = await call.request({ kind: 'use', kept, method: 'read', args: [offset, length] });
    if (!(bytes instanceof Uint8Array) || bytes.length > length) throw senseless(plugin);
    return bytes;
  };
  return {
    size,
    read: async (offset, length) => {
      if (isClosed) throw new CannotRead('The source is closed.');
      if (![offset, length].every((number) => Number.isSafeInteger(number) && number >= 0)) {
        throw new UsageError(`Nobody can read ${length} bytes from ${offset}.`);
      }
      return inPieces(offset, Math.min(length, Math.max(0, size - offset)), readPiece);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      try {
        await call.request({ kind: 'use', kept, method: 'close', args: [] });
      } finally {
        await onClose();
      }
    },
  };
}

/** The files inside a container that the plugin goes through. Each is open until the next is asked for. */
export async function* keptChildren(
  begin: () => Promise<RunningCall>,
  plugin: string,
): AsyncGenerator<{ readonly name: string; readonly source: ByteSource }, void, void> {
  const call = await begin();
  const { kept } = checkKept(call.answer, plugin);
  try {
    for (;;) {
      const child = await call.request({ kind: 'use', kept, method: 'next', args: [] });
      if (child === undefined) return;
      const { name } = members(child, plugin);
      if (typeof name !== 'string') throw senseless(plugin);
      yield { name, source: keptSource(call, child, plugin, () => Promise.resolve()) };
    }
  } finally {
    await call.close();
  }
}

async function inPieces(
  offset: number,
  length: number,
  readPiece: (offset: number, length: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (length <= PIECE_BYTES) return readPiece(offset, length);
  const whole = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const piece = await readPiece(offset + filled, Math.min(PIECE_BYTES, length - filled));
    if (piece.length === 0) break;
    whole.set(piece, filled);
    filled += piece.length;
  }
  return whole.subarray(0, filled);
}
