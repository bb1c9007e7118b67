import type { Duplex } from 'node:stream';
import { CorruptFile } from '@rightsmith/core';
import { frameBytes, FrameReader } from './frames.js';
import { pack, unpack } from './packing.js';

/** Bytes that may be on their way; whoever sends more waits for the other side to take them. */
const UNTAKEN_BYTES = 32 * 1024 * 1024;

/** Messages over a stream, in their order. */
export class Channel<Sent, Received> {
  readonly #stream: Duplex;

  /** `receive` is called for each message. A message that cannot be read or makes no sense goes to `fail` as CorruptFile, an error of the stream as it is. */
  constructor(stream: Duplex, receive: (message: Received) => void, fail: (error: unknown) => void) {
    this.#stream = stream;
    const reader = new FrameReader();
    stream.on('data', (chunk: Uint8Array) => {
      try {
        // Checked by `receive`: the other side may be hostile.
        for (const frame of reader.take(chunk)) receive(unpack(frame) as Received);
      } catch (cause) {
        fail(cause instanceof CorruptFile ? cause : new CorruptFile('A message makes no sense.', { cause }));
      }
    });
    stream.on('error', fail);
  }

  /** Sends a message. Its bytes must not change before the other side has answered. @throws LimitReached for one that is too long */
  send(message: Sent): void {
    if (this.#stream.destroyed) return;
    const { json, parts } = pack(message);
    const pieces = frameBytes(json, parts);
    this.#stream.cork();
    for (const piece of pieces) this.#stream.write(piece);
    this.#stream.uncork();
  }

  /** Goes on to read, or leaves what arrives where it is. */
  listen(isWanted: boolean): void {
    if (isWanted === !this.#stream.isPaused()) return;
    if (isWanted) this.#stream.resume();
    else this.#stream.pause();
  }

  /** Resolves when little of what was sent is still to be taken by the other side, or nobody is there any more. */
  async taken(): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed || stream.writableLength <= UNTAKEN_BYTES) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('drain', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('close', done);
    });
  }

  close(): void {
    this.#stream.destroy();
  }
}
