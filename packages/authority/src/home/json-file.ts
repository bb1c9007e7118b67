import { CorruptFile } from '@rightsmith/core';
import type { ZodType } from 'zod';
import { readHomeFile } from './private-file.js';

/**
 * A JSON file of the home, checked.
 *
 * @param structure - what the file is, for messages: `directory`
 * @throws CannotRead; CorruptFile when it is not JSON or not of this schema
 */
export async function readJsonFile<Value>(path: string, structure: string, schema: ZodType<Value>): Promise<Value> {
  const bytes = await readHomeFile(path, structure);
  return parseJson(new TextDecoder().decode(bytes), path, structure, schema);
}

/** As {@link readJsonFile}, for text that was read already. */
export function parseJson<Value>(text: string, path: string, structure: string, schema: ZodType<Value>): Value {
  const where = { file: path, structure };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CorruptFile(`The ${structure} is not JSON.`, {
      where,
      hint: 'Mend the file by hand, or restore it from a backup of the home.',
      cause,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new CorruptFile(`The ${structure} is not as it should be${place}: ${issue?.message ?? 'invalid'}.`, {
    where,
    hint: 'Mend the file by hand; if a newer version of Rightsmith wrote it, use that version.',
    cause: result.error,
  });
}

/** The text of a JSON file as people like to read it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
