import { UsageError, type Grant, type JsonObject, type NewTemplate, type Template } from '@rightsmith/core';
import { z } from 'zod';
import type { JsonFileKind } from '../home/json-file.js';
import { parseJson } from '../home/parse-json.js';
import type { StoredTemplate } from './template-store.js';

// A date alone is its beginning, UTC.
const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 }), z.iso.date()], {
    error: 'not an ISO 8601 date, or time with its zone',
  })
  .transform((text) => new Date(text));
const period = { validFrom: time.exactOptional(), validUntil: time.exactOptional() };

// Strict, because a misspelt `validUntil` would silently be no end at all.
const grant: z.ZodType<Grant> = z.strictObject({
  users: z.array(z.string()),
  rights: z.array(z.string()),
  ...period,
});
const localizedName = z.strictObject({ lcid: z.int(), name: z.string(), description: z.string().default('') });
const members = {
  names: z.array(localizedName),
  rights: z.array(grant),
  ...period,
  offlineDays: z.int().exactOptional(),
  scope: z.array(z.string()).exactOptional(),
  referral: z.string().exactOptional(),
  encryptedData: z.record(z.string(), z.string()).exactOptional(),
};

const newTemplate: z.ZodType<NewTemplate> = z
  .strictObject({ id: z.string().exactOptional(), ...members })
  .transform(({ rights, ...others }) => ({ ...others, grants: rights }));

const storedTemplate: z.ZodType<Template> = z
  .strictObject({ id: z.guid().toLowerCase(), ...members, modified: time, archived: z.boolean().exactOptional() })
  .transform(({ rights, ...others }) => ({ ...others, grants: rights }));

/**
 * Reads a template from JSON with the members `names` (of `lcid`, `name`, `description`) and `rights` (of `users`, `rights`),
 * and where they apply `id`, `validUntil`, `offlineDays`, `scope`, `referral`, `validFrom`, `encryptedData` and periods of
 * single rights.
 *
 * @throws UsageError naming the first member that is missing, unknown or of the wrong type
 */
export function parseTemplate(text: string): NewTemplate {
  return parseJson(
    text,
    newTemplate,
    (problem, cause) =>
      new UsageError(`The template ${problem}.`, {
        hint: 'It must look like what rightsmith templates show TEMPLATE --json prints.',
        cause,
      }),
  );
}

/** What {@link parseTemplate} reads back; when the template was changed and that it is archived are left out. */
export function templateJson({ id, names, grants, ...others }: Template): JsonObject {
  const { validFrom, validUntil, offlineDays, scope, referral, encryptedData } = others;
  const json = { id, names, rights: grants, validFrom, validUntil, offlineDays, scope, referral, encryptedData };
  // Times become text, and members that are not there go.
  return JSON.parse(JSON.stringify(json)) as JsonObject;
}

/** How a template's file must look. */
export const TEMPLATE_FILE: JsonFileKind<StoredTemplate> = {
  structure: 'template',
  schema: z
    .object({ schema: z.literal(1), template: storedTemplate, signed: z.string().startsWith('<XrML') })
    .transform(({ template, signed }) => ({ template, signed })),
};

/** What {@link TEMPLATE_FILE} reads back. */
export function templateFileContent({ template, signed }: StoredTemplate): object {
  const { modified, archived } = template;
  return { schema: 1, template: { ...templateJson(template), modified, archived }, signed };
}
