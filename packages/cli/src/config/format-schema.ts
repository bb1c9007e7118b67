import type { FormatFactory, FormatRequest } from '@rightsmith/plugins';
import type { z as Zod } from 'zod';

/** The schema of one entry of `formats`: a path or name, a factory, or an object that says more. */
export function formatSchema(z: typeof Zod): Zod.ZodType<FormatRequest> {
  const factory = z.custom<FormatFactory>(
    (value) => typeof value === 'function',
    'a path, a name or a function is needed',
  );
  const use = z.union([z.string().min(1), factory]);
  const positive = z.int().positive();
  const whole = z.strictObject({
    use,
    export: z.string().optional(),
    options: z.record(z.string(), z.json()).optional(),
    isolation: z.enum(['trusted', 'process']).optional(),
    limits: z.strictObject({ residentBytes: positive.optional(), silenceMs: positive.optional() }).optional(),
    replaces: z.array(z.string()).optional(),
  });
  return z.union([use.transform((one) => ({ use: one })), whole]) as unknown as Zod.ZodType<FormatRequest>;
}
