import { UsageError } from '@rightsmith/core';
import type { ZodType } from 'zod';

/** A request body of this shape. @throws UsageError naming the first member that is wrong, and no value */
export function readBody<Body>(shape: ZodType<Body>, value: unknown): Body {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'The request' : issue.path.join('.');
  throw new UsageError(`${place} is not as it should be: ${issue?.message ?? 'invalid'}.`);
}

/** The bytes of a base64 text. @throws UsageError for anything else */
export function readBase64(text: string, member: string): Uint8Array {
  const compact = text.replaceAll(/[\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  // Node passes over what is no base64, so only a text that comes back is one.
  if (bytes.toString('base64').replace(/=+$/, '') !== compact.replace(/=+$/, '')) {
    throw new UsageError(`${member} is not base64.`);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
