import assert from 'node:assert/strict';
import { RightsmithError, type ErrorCode } from '@rightsmith/core';

/** How a call ended: with a value or with an error of the catalogue. */
export type Outcome<T> = { readonly value: T } | { readonly error: RightsmithError };

/** Runs the call. Fails the test where an error comes out that is not of the catalogue, or is one only a bug can bring about. */
export async function outcomeOf<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    if (RightsmithError.is(error) && error.code !== 'InternalError') return { error };
    throw new assert.AssertionError({ message: `An error that is not of the catalogue came out: ${textOf(error)}` });
  }
}

/** Runs a call that has to fail, with one of `codes` where some are given, and returns its error. */
export async function refusalOf(
  call: () => Promise<unknown>,
  codes: readonly ErrorCode[] = [],
): Promise<RightsmithError> {
  const outcome = await outcomeOf(call);
  if (!('error' in outcome)) assert.fail(`It succeeded instead of failing with ${codes.join(' or ') || 'an error'}.`);
  const { error } = outcome;
  assert.ok(
    codes.length === 0 || codes.includes(error.code),
    `It failed with ${error.code} (${error.message}) instead of ${codes.join(' or ')}.`,
  );
  return error;
}

/** Fails where something stands in the sink of a call that was refused. */
export function assertNothingWritten(
  sink: { bytes(): Uint8Array },
  { code, message }: RightsmithError,
  what: string,
): void {
  const { length } = sink.bytes();
  if (length === 0) return;
  assert.fail(
    `${what}: it wrote ${length} bytes before it refused with ${code} (${message}) Find out before the first write.`,
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
