import { RightsmithError } from '@rightsmith/core';
import type { Mutation } from './mutations.js';

/** A file to mutate and the judge of what the program makes of the changed one. */
export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Cases judged at the same time, where other processes do most of the work. Absent: one. */
  readonly atOnce?: number;
  /** Offsets at which structures begin or end. */
  readonly borders: readonly number[];
  /** A complaint, or undefined when all is as it should be. */
  judge(changed: Uint8Array, mutation: Mutation): Promise<string | undefined>;
}

/** What `run` came to: its value, or the coded error it ended with. Any other exception is a finding and passes through. */
export async function outcome<T>(
  run: () => Promise<T> | T,
): Promise<{ readonly value: T } | { readonly error: RightsmithError }> {
  try {
    return { value: await run() };
  } catch (error) {
    if (RightsmithError.is(error) && error.code !== 'InternalError') return { error };
    throw error;
  }
}
