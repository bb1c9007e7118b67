import { createReadStream } from 'node:fs';
import { readFailure, UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../job/input.js';
import type { StandardStreams } from '../job/streams.js';

/** Characters of a name beyond which it is none. */
const LONGEST_NAME = 65_536;

/**
 * The names in a list, as they are read: one a line, or each with a zero byte behind it, as `find -print0` writes them.
 *
 * @throws CannotRead; UsageError for what is no list of names
 */
export async function* listedFiles(
  list: string,
  { stdin }: Pick<StandardStreams, 'stdin'>,
): AsyncGenerator<string, void, void> {
  const stream = list === STANDARD_STREAM ? stdin : createReadStream(list);
  const decoder = new TextDecoder();
  let rest = '';
  let separator: string | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(chunk, { stream: true });
      separator ??= separatorIn(rest);
      const names = separator === undefined ? [rest] : rest.split(separator);
      rest = names.pop() ?? '';
      if (rest.length > LONGEST_NAME) throw noList(list);
      yield* cleaned(names, separator);
    }
  } catch (cause) {
    throw readFailure(list === STANDARD_STREAM ? 'standard input' : list, cause);
  }
  rest += decoder.decode();
  yield* cleaned(rest.split(separator ?? '\n'), separator);
}

/** Undefined: there is none yet. Programs write whole names, so a line feed inside the first one has the zero byte behind it. */
function separatorIn(beginning: string): string | undefined {
  if (beginning.includes('\0')) return '\0';
  return beginning.includes('\n') ? '\n' : undefined;
}

/** Without empty ones, and without what is of the end of a line. */
function cleaned(names: readonly string[], separator: string | undefined): readonly string[] {
  const all = separator === '\0' ? names : names.map((name) => name.replace(/\r$/, ''));
  return all.filter((name) => name !== '');
}

function noList(list: string): UsageError {
  return new UsageError('This is no list of file names: one of them is longer than any can be.', {
    where: { file: list },
    hint: 'Write one name a line, or a zero byte behind each.',
  });
}
