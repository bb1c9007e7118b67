import type { ZodError } from 'zod';

/** What a value has that its schema does not allow, on one line: `at profiles.work.as: a text is needed; at home: …`. */
export function schemaProblems({ issues }: ZodError): string {
  return issues
    .map(({ path, message }) => (path.length === 0 ? message : `at ${path.join('.')}: ${message}`))
    .join('; ');
}
