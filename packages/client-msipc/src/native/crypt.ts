import { HresultFailure } from '../library/hresult-failure.js';
import type { Library } from '../library/library.js';
import type { CryptCall, Items, ItemsCall } from '../thread/messages.js';
import type { SpareMemory } from './spare-memory.js';

/** More than any padding adds: the platform's own block (rms-client-features.md CRY-4). */
const ROOM_FOR_PADDING = 4096;

/** Encrypts a run, whose memory is spare afterwards. @throws HresultFailure */
export function encryptRun(library: Library, key: bigint, call: CryptCall, spare: SpareMemory): Uint8Array {
  const { block, final, bytes } = call;
  const out = spare.take(final ? bytes.length + ROOM_FOR_PADDING : bytes.length);
  const written = run(library, 'IpcEncrypt', { key, block, final, bytes, out });
  spare.give(bytes);
  return cut(out, written);
}

/** A run could not be decrypted: it is damaged, cut, or of another key. */
export class Undecryptable extends Error {}

/** Failures that are not about the bytes: no memory, no such handle, not there. Which one wrong padding has is not known. */
const NOT_ABOUT_BYTES: ReadonlySet<number> = new Set([0x8007_000e, 0x8007_0006, 0x8000_4001]);

/** Decrypts a run, whose memory is spare afterwards. @throws Undecryptable, HresultFailure */
export function decryptRun(library: Library, key: bigint, call: CryptCall, spare: SpareMemory): Uint8Array {
  const { block, final, bytes } = call;
  const out = spare.take(bytes.length);
  try {
    const written = run(library, 'IpcDecrypt', { key, block, final, bytes, out });
    spare.give(bytes);
    return cut(out, written);
  } catch (error) {
    if (error instanceof HresultFailure && !NOT_ABOUT_BYTES.has(error.hresult)) throw new Undecryptable();
    throw error;
  }
}

/** Encrypts many whole items. @throws HresultFailure */
export function encryptItems(library: Library, key: bigint, { bytes, lengths }: ItemsCall): Items {
  const out = roomFor(lengths);
  const items = itemsOf(bytes, lengths).map((item) =>
    out.slice(0, run(library, 'IpcEncrypt', { key, block: 0, final: true, bytes: item, out })),
  );
  return joined(items);
}

/** Decrypts many whole items; one that cannot be decrypted does not spoil the others. */
export function decryptItems(library: Library, key: bigint, { bytes, lengths }: ItemsCall): Items {
  const out = roomFor(lengths);
  const items = itemsOf(bytes, lengths).map((item) => {
    const written = [0];
    const values = [key, 0, 1, input(item), item.length, out, out.length, written] as const;
    return library.result('IpcDecrypt', ...values) === 0 ? out.slice(0, written[0]) : undefined;
  });
  return joined(items);
}

interface Run {
  readonly key: bigint;
  readonly block: number;
  readonly final: boolean;
  readonly bytes: Uint8Array;
  readonly out: Uint8Array;
}

function run(library: Library, name: 'IpcEncrypt' | 'IpcDecrypt', { key, block, final, bytes, out }: Run): number {
  const written = [0];
  library.call(name, key, block, Number(final), input(bytes), bytes.length, input(out), out.length, written);
  return written[0] ?? 0;
}

const NOTHING: Uint8Array = new Uint8Array(1);

/** An empty array has no address, and a null one would ask for the length only. */
function input(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? NOTHING : bytes;
}

/** The first bytes, in memory of their own length: it goes to another thread, and what is behind them is nobody's. */
function cut(out: Uint8Array, length: number): Uint8Array {
  return length === out.length ? out : out.slice(0, length);
}

/** Room for the result of any of these items. */
function roomFor(lengths: readonly number[]): Uint8Array {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return new Uint8Array(longest + ROOM_FOR_PADDING);
}

function itemsOf(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let at = 0;
  return lengths.map((length) => bytes.subarray(at, (at += length)));
}

function joined(items: readonly (Uint8Array | undefined)[]): Items {
  const bytes = new Uint8Array(items.reduce((sum, item) => sum + (item?.length ?? 0), 0));
  let at = 0;
  for (const item of items) {
    if (item === undefined) continue;
    bytes.set(item, at);
    at += item.length;
  }
  return { bytes, lengths: items.map((item) => item?.length ?? -1) };
}
