import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { readFailure } from '@rightsmith/core';
import { STANDARD_STREAM } from '../job/input.js';
import type { StandardStreams } from '../job/streams.js';

/** The names in a list: one a line, or each with a zero byte behind it, as `find -print0` writes them. @throws CannotRead */
export async function listedFiles(list: string, { stdin }: Pick<StandardStreams, 'stdin'>): Promise<readonly string[]> {
  const names = list === STANDARD_STREAM ? await text(stdin) : readList(list);
  const separator = names.includes('\0') ? '\0' : /\r?\n/;
  return names.split(separator).filter((name) => name !== '');
}

function readList(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}
