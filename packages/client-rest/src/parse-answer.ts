import { ServiceError } from '@rightsmith/core';
import type { ZodType } from 'zod';

/** The JSON of an answer, checked. Nothing of the text is shown, for it may hold a key. @throws ServiceError */
export function parseAnswer<Shape>(text: string, shape: ZodType<Shape>, what: string): Shape {
  const result = shape.safeParse(parseJson(text, what));
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw unfit(what, path === '' ? 'it is of another shape' : `${path} is missing or of the wrong kind`);
}

/** The error for an answer that will not do; `why` is a clause. */
export function unfit(what: string, why: string): ServiceError {
  return new ServiceError(`The service's ${what} is not as the protocol has it: ${why}.`, {
    where: { structure: what },
  });
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw unfit(what, 'it is not JSON');
  }
}
