import { setImmediate } from 'node:timers/promises';
import { bytesSource, type ByteSink, type ByteSource } from '@rightsmith/core';

/** How often a source may give nothing where something was asked for, before that counts as an endless loop. */
const MOST_EMPTY_READS = 1000;

/** A source that does something before each read, such as failing. */
export function watchedSource(source: ByteSource, before: (offset: number, length: number) => void): ByteSource {
  return {
    size: source.size,
    read: async (offset, length) => {
      before(offset, length);
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
}

/** A sink that does something before each write, such as failing. */
export function watchedSink(sink: ByteSink, before: (bytes: Uint8Array) => void): ByteSink {
  return {
    write: async (bytes) => {
      before(bytes);
      await sink.write(bytes);
    },
  };
}

/** `head`, then zeros up to `size` bytes, however many those are. */
export function sparseSource(head: Uint8Array, size: number): ByteSource {
  return {
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      bytes.set(await bytesSource(head).read(offset, bytes.length));
      return bytes;
    },
    close: () => Promise.resolve(),
  };
}

/** How a source breaks its promise: it gives at most `most` bytes at once, or nothing from `end` on. */
export interface Lie {
  readonly most?: number;
  readonly end?: number;
}

/** A source that gives less than its size says. */
export function lyingSource(bytes: Uint8Array, { most = Infinity, end = bytes.length }: Lie): ByteSource {
  const source = bytesSource(bytes);
  let emptyReads = 0;
  return {
    size: bytes.length,
    read: async (offset, length) => {
      const given = Math.max(0, Math.min(length, most, end - offset));
      if (given === 0 && ++emptyReads > MOST_EMPTY_READS) throw new Error('It reads the same bytes for ever.');
      return source.read(offset, given);
    },
    close: () => source.close(),
  };
}

/** A sink that takes its time: it reads the bytes only at the end of a write. `overlapped` tells whether two writes ran at once. */
export function slowSink(sink: ByteSink): ByteSink & { readonly overlapped: boolean } {
  let writing = 0;
  let overlapped = false;
  return {
    get overlapped(): boolean {
      return overlapped;
    },
    write: async (bytes) => {
      writing += 1;
      overlapped ||= writing > 1;
      await setImmediate();
      await sink.write(bytes);
      writing -= 1;
    },
  };
}

/** Lets everything run that was left behind: what goes on after a call has ended shows after this. */
export async function afterwards(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/** 1, 2, 3 … and from some number on larger steps: for failures at every place, or at enough of them where there are many. */
export function* places(): Generator<number> {
  for (let place = 1; ; place += Math.ceil(Math.max(1, place - 24) / 4)) yield place;
}
