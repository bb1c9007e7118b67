import type { ByteSink, ByteSource } from '@rightsmith/core';
import type { ItemList } from './item-list.js';

/** How to stop a stream's way through the cipher, and where to hear of its progress. */
export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Told the bytes of the stream done so far. */
  readonly progress: (bytesDone: number) => void;
}

/** A stream on its way through the cipher. */
export interface CipheredStream {
  /** Bytes that will be written. */
  readonly length: number;
  writeTo(sink: ByteSink, options: StreamOptions): Promise<void>;
}

/** What happens to the strings and streams of a file while it is rewritten: they are encrypted, or decrypted. */
export interface ObjectCipher {
  /** All items, in their order. Empty ones stay empty. @throws CorruptFile when one cannot be decrypted */
  items(items: ItemList): Promise<readonly Uint8Array[]>;
  /** A stream, not empty, that is too large for memory. @throws CorruptFile when its end shows that it cannot be decrypted */
  stream(data: ByteSource): Promise<CipheredStream>;
}
