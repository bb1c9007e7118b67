import type { Grant, Template } from '@rightsmith/core';
import { z } from 'zod';
import type { StoredTemplate } from './template-store.js';

// Times in JSON are ISO 8601, UTC.
const time = z.iso.datetime().transform((text) => new Date(text));
const period = { validFrom: time.exactOptional(), validUntil: time.exactOptional() };

const grant: z.ZodType<Grant> = z.object({ users: z.array(z.string()), rights: z.array(z.string()), ...period });

const template = z
  .object({
    id: z.guid().toLowerCase(),
    names: z.array(z.object({ lcid: z.int(), name: z.string(), description: z.string() })),
    rights: z.array(grant),
    ...period,
    offlineDays: z.int().exactOptional(),
    referral: z.string().exactOptional(),
    encryptedData: z.record(z.string(), z.string()).exactOptional(),
    scope: z.array(z.string()).exactOptional(),
    modified: time,
    archived: z.boolean().exactOptional(),
  })
  .transform(({ rights, ...rest }): Template => ({ ...rest, grants: rights }));

/** How a template's file must look. */
export const TEMPLATE_FILE: z.ZodType<StoredTemplate> = z
  .object({ schema: z.literal(1), template, signed: z.string().startsWith('<XrML') })
  .transform(({ template, signed }) => ({ template, signed }));

/** What {@link TEMPLATE_FILE} reads back. */
export function templateFileContent({ template: { grants, ...rest }, signed }: StoredTemplate): object {
  return { schema: 1, template: { ...rest, rights: grants }, signed };
}
