import picomatch from 'picomatch';

/** Says which of the files and folders in a folder count. Paths are relative to that folder, with slashes. */
export interface PathFilter {
  takesFile(path: string): boolean;
  entersFolder(path: string): boolean;
}

/** File systems of these platforms take names in other letter case for the same. */
const FOLDS_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** A filter by glob patterns; a pattern without a slash is about the name alone. */
export function pathFilter(include: readonly string[] = [], exclude: readonly string[] = []): PathFilter {
  const isIncluded = include.length === 0 ? () => true : anyOf(include);
  const isExcluded = anyOf(exclude);
  return {
    takesFile: (path) => isIncluded(path) && !isExcluded(path),
    entersFolder: (path) => !isExcluded(path),
  };
}

/** Whether a name could be a glob pattern. */
export function isPattern(text: string): boolean {
  return picomatch.scan(text).isGlob;
}

function anyOf(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) => {
    const trimmed = pattern.replace(/^\.\//, '').replace(/\/$/, '');
    return picomatch(trimmed, { dot: true, nocase: FOLDS_CASE, basename: !trimmed.includes('/') });
  });
  return (path) => matchers.some((matches) => matches(path));
}

/** What a glob pattern stands for. */
export interface Glob {
  /** Folder that it starts from. */
  readonly base: string;
  /** How many folders below that a file can be. */
  readonly depth: number;
  /** Whether it means a path relative to its base, with slashes. */
  readonly matches: (path: string) => boolean;
}

/** A glob pattern as shells read it, with `**` for any number of folders. Hidden files need a dot in the pattern. */
export function readGlob(text: string): Glob {
  const { base, glob } = picomatch.scan(text.replace(/^\.\//, ''));
  return {
    base: base === '' ? '.' : base,
    depth: glob.includes('**') ? Infinity : glob.split('/').length - 1,
    matches: picomatch(glob, { nocase: FOLDS_CASE }),
  };
}
