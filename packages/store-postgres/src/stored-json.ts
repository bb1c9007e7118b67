import { parseJson, type JsonFileKind } from '@rightsmith/authority/store';
import { CorruptFile } from '@rightsmith/core';
import type { Database } from './database.js';

/** A value from a JSON column. @throws CorruptFile */
export function readStored<Value>(text: string, kind: JsonFileKind<Value>, { location }: Database): Value {
  return parseJson(
    text,
    kind.schema,
    (problem, cause) =>
      new CorruptFile(`The ${kind.structure} in the database ${problem}.`, {
        where: { file: location, structure: kind.structure },
        hint: 'Restore it from a backup; if a newer version of Rightsmith wrote it, use that version.',
        cause,
      }),
  );
}
