import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isTemporaryFileName, throwIfAborted } from '@rightsmith/core';
import type { InputChoice } from '../options.js';
import type { SkipReason } from '../plan/skip-reasons.js';
import type { ReadInput } from '../read/read-options.js';
import { isSystemFolder, leftAlone } from './left-alone.js';
import { isPattern, pathFilter, readGlob, type PathFilter } from './path-filter.js';

/** A file that was named or found. */
export interface FoundFile {
  /** As it was named, or the name of its folder and the path from there. */
  readonly file: string;
  /** Folder of it, relative to the folder that was named; empty for that folder itself and for a file that was named. */
  readonly folder: string;
  /** Bytes; 0 where nobody knows. */
  readonly size: number;
  /** Absent: it counts. */
  readonly skip?: SkipReason;
}

/** How to walk, beside what to walk through. */
export interface WalkOptions {
  /** Absolute paths that are left alone, and why. */
  readonly own?: ReadonlyMap<string, SkipReason>;
  /** Whether what systems and programs need is left alone. */
  readonly leaveSystem: boolean;
  /** Whether a file that is named several times comes as often, so that none has to be remembered. Default false. */
  readonly repeats?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Files in the order they were named, those of folders by their names. Symbolic links are not followed, except where one was
 * named itself. A file that is named several times comes once, unless `repeats`. A name that leads to nothing and a folder that cannot be read
 * come too, as if they were files: working on them tells why they are none.
 *
 * @throws Aborted
 */
export async function* walk(choice: ReadInput, options: WalkOptions): AsyncGenerator<FoundFile, void, void> {
  const filter = pathFilter(choice.include, choice.exclude);
  const { repeats = false } = options;
  const seen = new Set<string>();
  for await (const name of choice.files) {
    throwIfAborted(options.signal);
    for await (const found of walkOperand(name, choice, filter, options)) {
      const path = resolve(found.file);
      if (seen.has(path)) continue;
      if (!repeats) seen.add(path);
      yield found;
    }
  }
}

async function* walkOperand(
  name: string,
  { recursive = false }: Pick<InputChoice, 'recursive'>,
  filter: PathFilter,
  options: WalkOptions,
): AsyncGenerator<FoundFile, void, void> {
  const stats = known(() => statSync(name));
  if (stats === undefined) {
    if (!isPattern(name)) return yield { file: name, folder: '', size: 0 };
    return yield* walkPattern(name, filter, options);
  }
  if (!stats.isDirectory()) {
    const file = known(() => (lstatSync(name).isSymbolicLink() ? realpathSync(name) : name)) ?? name;
    return yield { file, folder: '', ...factsOf(stats) };
  }
  if (!recursive) return yield { file: name, folder: '', size: 0 };
  yield* walkFolder({ path: name, folder: '', depth: Infinity }, filter, options);
}

async function* walkPattern(
  text: string,
  filter: PathFilter,
  options: WalkOptions,
): AsyncGenerator<FoundFile, void, void> {
  const { base, depth, matches } = readGlob(text);
  let any = false;
  if (known(() => statSync(base))?.isDirectory() === true) {
    for await (const one of walkFolder({ path: base, folder: '', depth }, filter, options)) {
      if (!matches(inFolder(one.folder, basename(one.file)))) continue;
      any = true;
      yield one;
    }
  }
  if (!any) yield { file: text, folder: '', size: 0 };
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

interface Folder {
  readonly path: string;
  /** Relative to the one that was named, with slashes. */
  readonly folder: string;
  /** How many folders deep to go from here. */
  readonly depth: number;
}

async function* walkFolder(root: Folder, filter: PathFilter, options: WalkOptions): AsyncGenerator<FoundFile> {
  const waiting: Folder[] = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    // So that a signal is heard in a tree of a million folders.
    await setImmediate();
    throwIfAborted(options.signal);
    const folders: Folder[] = [];
    const entries = entriesOf(folder.path);
    if (entries === undefined) yield { file: folder.path, folder: folder.folder, size: 0 };
    for (const entry of entries ?? []) {
      const path = join(folder.path, entry.name);
      const relative = inFolder(folder.folder, entry.name);
      const skip = reasonToSkip(entry, path, relative, filter, options);
      if (!entry.isDirectory() || skip !== undefined) yield found(path, folder.folder, skip);
      else if (folder.depth > 0) folders.push({ path, folder: relative, depth: folder.depth - 1 });
    }
    // One by one: there may be more than a call takes arguments.
    for (const next of folders.reverse()) waiting.push(next);
  }
}

/** Undefined where the folder cannot be read. */
function entriesOf(folder: string): Dirent[] | undefined {
  return known(() =>
    readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1)),
  );
}

/** What the system tells of a name; undefined where it tells nothing, for whatever reason: working on it will tell which. */
function known<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function reasonToSkip(
  entry: Dirent,
  path: string,
  relative: string,
  filter: PathFilter,
  { own, leaveSystem }: WalkOptions,
): SkipReason | undefined {
  if (entry.isSymbolicLink()) return 'link';
  const reason = own?.get(resolve(path));
  if (reason !== undefined) return reason;
  if (entry.isDirectory()) {
    if (!filter.entersFolder(relative)) return 'excluded';
    return leaveSystem && isSystemFolder(resolve(path)) ? 'system-file' : undefined;
  }
  if (!entry.isFile()) return 'not-regular';
  if (isTemporaryFileName(entry.name)) return 'temporary-file';
  if (!filter.takesFile(relative)) return 'excluded';
  return leaveSystem ? leftAlone(entry.name) : undefined;
}

function found(file: string, folder: string, skip: SkipReason | undefined): FoundFile {
  if (skip !== undefined) return { file, folder, size: 0, skip };
  // It may be gone by now.
  const stats = known(() => lstatSync(file));
  return { file, folder, ...(stats === undefined ? { size: 0 } : factsOf(stats)) };
}

function factsOf(stats: Stats): Pick<FoundFile, 'size' | 'skip'> {
  return stats.isFile() ? { size: stats.size } : { size: 0, skip: 'not-regular' };
}
