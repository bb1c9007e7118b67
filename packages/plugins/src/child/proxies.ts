import { createCipheriv } from 'node:crypto';
import {
  CannotRead,
  UsageError,
  type ByteSink,
  type ByteSource,
  type CipherMode,
  type ContentCipher,
  type FormatContext,
  type RandomSource,
  type Spool,
} from '@rightsmith/core';
import { PIECE_BYTES } from '../isolated/frames.js';
import type { CipherData, SentCipher, SentContext } from '../isolated/messages.js';
import type { Ask } from './asking.js';

/** Items of content that go in one message; each takes a few letters of its text. */
const MOST_ITEMS = 4096;

/** A source of the host. */
export function proxySource(ask: Ask, name: string, size: number): ByteSource {
  let isClosed = false;
  return {
    size,
    read: async (offset, length) => {
      if (isClosed) throw new CannotRead('The source is closed.');
      if (!(length > PIECE_BYTES)) return (await ask(name, 'read', offset, length)) as Uint8Array;
      const whole = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < whole.length) {
        const wanted = Math.min(PIECE_BYTES, whole.length - filled);
        const piece = (await ask(name, 'read', offset + filled, wanted)) as Uint8Array;
        whole.set(piece, filled);
        filled += piece.length;
        if (piece.length < wanted) break;
      }
      return whole.subarray(0, filled);
    },
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

/** A sink of the host. */
export function proxySink(ask: Ask, name: string): ByteSink {
  return {
    write: async (bytes) => {
      for (let offset = 0; offset === 0 || offset < bytes.length; offset += PIECE_BYTES) {
        await ask(name, 'write', bytes.subarray(offset, offset + PIECE_BYTES));
      }
    },
  };
}

/** A key that stays with the host. */
export function proxyCipher(ask: Ask, { otherModes, ...own }: SentCipher): ContentCipher {
  const modes: readonly CipherData[] = [own, ...otherModes];
  const inMode = (data: CipherData): ContentCipher => {
    let isClosed = false;
    const asked = async (method: string, ...args: readonly unknown[]): Promise<unknown> => {
      if (isClosed) throw new UsageError('The content cipher is closed.');
      return ask(`cipher ${data.mode}`, method, ...args);
    };
    const { threads, ...always } = data;
    return {
      ...always,
      ...(threads !== undefined && { threads }),
      encrypt: (...args) => asked('encrypt', ...args.slice(0, 3)) as Promise<Uint8Array>,
      decrypt: (...args) => asked('decrypt', ...args.slice(0, 3)) as Promise<Uint8Array>,
      encryptItems: (items) => inBatches(items, (batch) => asked('encryptItems', batch) as Promise<Uint8Array[]>),
      decryptItems: (items) =>
        inBatches(items, (batch) => asked('decryptItems', batch) as Promise<(Uint8Array | undefined)[]>),
      withMode: (mode: CipherMode) => {
        const other = modes.find((one) => one.mode === mode);
        return other === undefined ? undefined : inMode(other);
      },
      close: () => {
        isClosed = true;
        return Promise.resolve();
      },
    };
  };
  return inMode(own);
}

/** What `work` gives for all items, asked for as many at a time as go into a message. */
async function inBatches<T>(
  items: readonly Uint8Array[],
  work: (batch: readonly Uint8Array[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const results: T[] = [];
  let batch: Uint8Array[] = [];
  let bytes = 0;
  for (const item of items) {
    if (batch.length === MOST_ITEMS || (batch.length > 0 && bytes + item.length > PIECE_BYTES)) {
      results.push(...(await work(batch)));
      [batch, bytes] = [[], 0];
    }
    batch.push(item);
    bytes += item.length;
  }
  results.push(...(await work(batch)));
  return results;
}

/** A stream of the host. */
export function proxyStream(ask: Ask): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const chunk = (await ask('stream', 'pull')) as Uint8Array | undefined;
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: async () => {
      await ask('stream', 'cancel');
    },
  });
}

/** The surroundings of a call; `tell` sends what needs no answer. */
export function proxyContext(
  ask: Ask,
  sent: SentContext,
  signal: AbortSignal,
  tell: (what: 'progress' | 'warn' | 'log', ...args: readonly unknown[]) => void,
): FormatContext {
  const log = (level: string) => (message: string, details?: object) => {
    tell('log', level, message, details);
  };
  return {
    signal,
    progress: (bytesDone) => {
      tell('progress', bytesDone);
    },
    warn: (code, where) => {
      tell('warn', code, where);
    },
    limits: sent.limits,
    settings: sent.settings,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    clock: { now: () => sent.now },
    random: seeded(sent.seed),
    spool: async () => proxySpool(ask, (await ask('context', 'spool')) as string),
  };
}

function proxySpool(ask: Ask, name: string): Spool {
  let size = 0;
  const sink = proxySink(ask, name);
  return {
    get size(): number {
      return size;
    },
    write: async (bytes) => {
      await sink.write(bytes);
      size += bytes.length;
    },
    source: async () => {
      const source = (await ask(name, 'source')) as { readonly name: string; readonly size: number };
      return proxySource(ask, source.name, source.size);
    },
    close: async () => {
      await ask(name, 'close');
    },
  };
}

/** Randomness must be there at once, so the host sends a seed: the key stream of AES-256 under it. */
function seeded(seed: Uint8Array): RandomSource {
  const stream = createCipheriv('aes-256-ctr', seed, new Uint8Array(16));
  return { bytes: (length) => new Uint8Array(stream.update(new Uint8Array(length))) };
}
