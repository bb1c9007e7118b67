import type { RightsmithError } from '@rightsmith/core';
import type { ZodType } from 'zod';

/**
 * A value of this schema from JSON.
 *
 * @param refuse - makes the error from what is wrong, the end of a sentence (`is not JSON`), and its cause
 * @throws what `refuse` makes
 */
export function parseJson<Value>(
  text: string,
  schema: ZodType<Value>,
  refuse: (problem: string, cause: unknown) => RightsmithError,
): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('is not JSON', cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw refuse(`is not as it should be${place}: ${issue?.message ?? 'invalid'}`, result.error);
}
