import type { Warning } from '@rightsmith/core';
import type { Transformed } from './transform-file.js';

/** What the engine says about the file it made. */
interface MadeFile {
  readonly format: string;
  readonly contentId: string;
  readonly replacedContentId?: string;
  readonly owner?: string;
  readonly originalExtension?: string;
  readonly warnings: readonly Warning[];
}

/** What became of a file that another was made of; `--json` prints it. */
export type WrittenFile<Result extends MadeFile> = Pick<Result, keyof MadeFile & keyof Result> & {
  /** As the caller named it. */
  readonly file: string;
  /** Path of the file that was written; absent: the result went to standard output. */
  readonly output?: string;
  readonly ok: true;
};

const MEMBERS = [
  'format',
  'contentId',
  'replacedContentId',
  'owner',
  'originalExtension',
  'warnings',
] as const satisfies readonly (keyof MadeFile)[];

/** Tells what became of a file. */
export function writtenFile<Result extends MadeFile>(
  file: string,
  { result, output }: Transformed<Result>,
): WrittenFile<Result> {
  const facts = MEMBERS.filter((name) => result[name] !== undefined).map((name) => [name, result[name]] as const);
  const told = { file, ...(output !== undefined && { output }), ok: true, ...Object.fromEntries(facts) };
  // Members of the result under their own names.
  return told as unknown as WrittenFile<Result>;
}
