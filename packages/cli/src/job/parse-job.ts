import { UsageError } from '@rightsmith/core';
import { z } from 'zod';
import { schemaProblems } from '../config/schema-problems.js';
import { checkFilesNamed } from '../bulk/reading-job.js';
import type { OptionDescription, VerbDescription } from '../verbs/verb.js';
import { VERBS } from '../verbs/verb-table.js';
import type { Job } from './job.js';

const VERB: z.ZodType<{ verb: string }> = z.looseObject({ verb: z.enum(VERBS.map(({ name }) => name)) });

const OPTION_TYPES: Readonly<Record<OptionDescription['kind'], z.ZodType>> = {
  flag: z.boolean(),
  text: z.string(),
  list: z.array(z.string()),
  number: z.int().nonnegative(),
};

/**
 * Checks a job that came from outside, such as a JSON file. A command line needs no such check: its parser is made from
 * the same tables.
 *
 * @throws UsageError naming every member that is missing, unknown or of the wrong type
 */
export function parseJob(value: unknown): Job {
  const { verb: name } = checked(VERB, value);
  const verb = VERBS.find((candidate) => candidate.name === name);
  // The schema is made from the tables that describe the job's members.
  const job = checked<unknown>(verb === undefined ? z.never() : jobSchema(verb), value) as Job;
  checkFilesNamed(job);
  return job;
}

function jobSchema({ name, files, operand, options }: VerbDescription): z.ZodType {
  const members = Object.entries(options).map(([member, { kind }]) => [member, OPTION_TYPES[kind].optional()]);
  return z.strictObject({
    verb: z.literal(name),
    files: filesSchema(files),
    ...(operand !== undefined && { [operand.member]: z.string() }),
    ...(Object.fromEntries(members) as Readonly<Record<string, z.ZodType>>),
  });
}

function filesSchema(files: VerbDescription['files']): z.ZodType {
  const names = z.array(z.string());
  if (files === 'none') return names.length(0).default([]);
  if (files === 'any') return names.default([]);
  return files === 'one' ? names.length(1) : names.min(1);
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UsageError(`This is not a job: ${schemaProblems(result.error)}.`, { cause: result.error });
}
