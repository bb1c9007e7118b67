import type { Duplex } from 'node:stream';
import { frameBytes, FrameReader } from './frames.js';
import { pack, unpack } from './packing.js';

/** Messages over a stream, in their order. */
export class Channel<Sent, Received> {
  readonly #stream: Duplex;

  /** `receive` is called for each message; what it or a broken message throws goes to `fail`, and so does an error of the stream. */
  constructor(stream: Duplex, receive: (message: Received) => void, fail: (error: unknown) => void) {
    this.#stream = stream;
    const reader = new FrameReader();
    stream.on('data', (chunk: Uint8Array) => {
      try {
        // Checked by `receive`: the other side may be hostile.
        for (const frame of reader.take(chunk)) receive(unpack(frame) as Received);
      } catch (error) {
        fail(error);
      }
    });
    stream.on('error', fail);
  }

  /** Sends a message. Its bytes must not change before the other side has answered. */
  send(message: Sent): void {
    if (this.#stream.destroyed) return;
    const { json, parts } = pack(message);
    this.#stream.cork();
    for (const piece of frameBytes(json, parts)) this.#stream.write(piece);
    this.#stream.uncork();
  }

  close(): void {
    this.#stream.destroy();
  }
}
