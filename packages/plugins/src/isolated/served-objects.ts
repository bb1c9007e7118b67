import {
  CannotRead,
  CIPHER_MODES,
  LimitReached,
  RightsmithError,
  UsageError,
  type ByteSink,
  type ByteSource,
  type CipherMode,
  type ContentCipher,
  type FormatContext,
} from '@rightsmith/core';
import { PIECE_BYTES } from './frames.js';
import type { CipherData, SentCipher } from './messages.js';

/** What a plugin may ask of an object of the host; arguments may be anything. */
type Method = (args: readonly unknown[]) => Promise<unknown>;
type Served = Readonly<Record<string, Method>>;

/** The objects of one call that stay with the host. The plugin names them and their methods; others it cannot reach. */
export class ServedObjects {
  readonly #objects = new Map<string, Served>();
  readonly #closables: { close(): Promise<void> }[] = [];
  #count = 0;

  /** Answers a question of the plugin. @throws UsageError for one that makes no sense; what the object throws */
  async answer(object: string, method: string, args: readonly unknown[]): Promise<unknown> {
    const served = this.#objects.get(object);
    const run = served !== undefined && Object.hasOwn(served, method) ? served[method] : undefined;
    if (run === undefined || !Array.isArray(args)) throw new UsageError(`There is nothing called ${object}.${method}.`);
    return run(args);
  }

  /** Gives a source; the plugin is told its size. */
  addSource(name: string, source: ByteSource): { readonly size: number } {
    this.#objects.set(name, {
      read: async ([offset, length]) => {
        if (numberOf(length) > PIECE_BYTES) throw tooLong();
        return source.read(numberOf(offset), numberOf(length));
      },
    });
    return { size: source.size };
  }

  addSink(name: string, sink: ByteSink): object {
    this.#objects.set(name, { write: async ([bytes]) => sink.write(bytesOf(bytes)) });
    return {};
  }

  /** Gives the key in its mode and in every other it can have, and tells which those are. */
  addCipher(cipher: ContentCipher): { readonly cipher: SentCipher } {
    const modes = (Object.keys(CIPHER_MODES) as CipherMode[]).filter((mode) => mode !== cipher.mode);
    const others = modes.map((mode) => cipher.withMode(mode)).filter((other) => other !== undefined);
    this.#closables.push(...others);
    for (const one of [cipher, ...others]) this.#objects.set(`cipher ${one.mode}`, servedCipher(one));
    return { cipher: { ...cipherData(cipher), otherModes: others.map(cipherData) } };
  }

  addStream(stream: ReadableStream<Uint8Array>): object {
    const reader = stream.getReader();
    this.#objects.set('stream', {
      pull: async () => {
        const { done, value } = await reader.read().catch(cannotRead);
        return done ? undefined : value;
      },
      cancel: () => reader.cancel(),
    });
    return {};
  }

  addSpools(newSpool: FormatContext['spool']): void {
    this.#objects.set('context', {
      spool: async () => {
        const spool = await newSpool();
        this.#closables.push(spool);
        const name = `spool ${(this.#count += 1)}`;
        this.#objects.set(name, {
          write: async ([bytes]) => spool.write(bytesOf(bytes)),
          source: async () => {
            const sourceName = `spooled ${(this.#count += 1)}`;
            return { name: sourceName, ...this.addSource(sourceName, await spool.source()) };
          },
          close: () => spool.close(),
        });
        return name;
      },
    });
  }

  /** Closes what the call asked for; what it was given stays open. */
  async close(): Promise<void> {
    this.#objects.clear();
    for (const closable of this.#closables.splice(0)) await closable.close();
  }
}

function servedCipher(cipher: ContentCipher): Served {
  return {
    // The memory of a message is nobody else's.
    encrypt: async ([segment, bytes, final]) => cipher.encrypt(numberOf(segment), bytesOf(bytes), final === true, true),
    decrypt: async ([segment, bytes, final]) => cipher.decrypt(numberOf(segment), bytesOf(bytes), final === true, true),
    encryptItems: async ([items]) => cipher.encryptItems(itemsOf(items)),
    decryptItems: async ([items]) => cipher.decryptItems(itemsOf(items)),
  };
}

function cipherData({ mode, keyBits, segmentSize, preferredRun, threads }: ContentCipher): CipherData {
  return { mode, keyBits, segmentSize, preferredRun, ...(threads !== undefined && { threads }) };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new UsageError('A number is needed.');
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new UsageError('Bytes are needed.');
}

function itemsOf(value: unknown): readonly Uint8Array[] {
  if (Array.isArray(value)) return value.map(bytesOf);
  throw new UsageError('A list of bytes is needed.');
}

function cannotRead(cause: unknown): never {
  throw RightsmithError.is(cause) ? cause : new CannotRead('The stream of the content failed.', { cause });
}

function tooLong(): LimitReached {
  return new LimitReached(`A plugin may read ${PIECE_BYTES} bytes at once.`, {
    limit: 'readBytes',
    maximum: PIECE_BYTES,
  });
}
