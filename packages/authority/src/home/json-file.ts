import { existsSync } from 'node:fs';
import { CorruptFile } from '@rightsmith/core';
import type { ZodType } from 'zod';
import { whileLocked } from './file-lock.js';
import { parseJson } from './parse-json.js';
import { readHomeFile, writePrivateFile } from './private-file.js';

/** A kind of JSON file of the home. */
export interface JsonFileKind<Value> {
  /** What it is, for messages: `directory`. */
  readonly structure: string;
  readonly schema: ZodType<Value>;
}

/**
 * A JSON file of the home, checked.
 *
 * @throws CannotRead; CorruptFile when it is not JSON or not of this kind
 */
export async function readJsonFile<Value>(path: string, kind: JsonFileKind<Value>): Promise<Value> {
  const { structure, schema } = kind;
  const text = new TextDecoder().decode(await readHomeFile(path, structure));
  return parseJson(
    text,
    schema,
    (problem, cause) =>
      new CorruptFile(`The ${structure} ${problem}.`, {
        where: { file: path, structure },
        hint: 'Mend the file by hand or restore it from a backup; if a newer version of Rightsmith wrote it, use that version.',
        cause,
      }),
  );
}

/**
 * Reads a JSON file of the home and writes it as `change` makes it, while nobody else does. The same object back is no change.
 *
 * @param missing - what counts as its content where there is no file; without it there must be one
 * @throws as {@link readJsonFile}; CannotWrite; what `change` throws, and then nothing is written
 */
export function changeJsonFile<Value>(
  path: string,
  kind: JsonFileKind<Value>,
  change: (value: Value) => Value | Promise<Value>,
  missing?: Value,
): Promise<void> {
  return whileLocked(path, async () => {
    const value = missing === undefined || existsSync(path) ? await readJsonFile(path, kind) : missing;
    const changed = await change(value);
    if (changed !== value) await writePrivateFile(path, jsonText(changed), { overwrite: true });
  });
}

/** The text of a JSON file as people like to read it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
