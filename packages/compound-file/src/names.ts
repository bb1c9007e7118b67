import type { CompoundPath } from './types.js';

/** The names of a path. */
export function pathNames(path: CompoundPath): readonly string[] {
  if (typeof path !== 'string') return path;
  return path === '' ? [] : path.split('/');
}

/**
 * A name in upper case, each UTF-16 unit by itself as MS-CFB §2.6.4 wants it: units whose upper case takes more than one
 * (such as ß) stay.
 */
export function foldName(name: string): string {
  // Nearly always; and directories can be large.
  if (/^[ -~]*$/.test(name)) return name.toUpperCase();
  let folded = '';
  for (const unit of name.split('')) {
    const upper = unit.toUpperCase();
    folded += upper.length === 1 ? upper : unit;
  }
  return folded;
}

/** The order of siblings: the shorter name first, then by upper-cased units; MS-CFB §2.6.4. 0 for names that are the same to the format. */
export function compareNames(left: string, right: string): number {
  return compareFoldedNames(foldName(left), foldName(right));
}

/** The same for names that are folded already. */
export function compareFoldedNames(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A path as text for messages: control characters, which names here do have, are written as escapes. */
export function displayPath(path: readonly string[]): string {
  const text = path.length === 0 ? 'root' : path.join('/');
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/g, (unit) => `\\u${hex4(unit)}`);
}

function hex4(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}
