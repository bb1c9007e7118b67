import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The authority's home where the caller names none: `RIGHTSMITH_HOME`, else the platform's data folder for `rightsmith`. */
export function defaultHome(): string {
  const named = process.env['RIGHTSMITH_HOME'];
  return named === undefined || named === '' ? envPaths('rightsmith', { suffix: '' }).data : resolve(named);
}
