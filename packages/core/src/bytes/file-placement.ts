import type { Stats } from 'node:fs';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CannotWrite, OutputExists } from '../errors.js';
import { readFailure, systemErrorCode, writeFailure } from './file-system-errors.js';

/** How `fileSink` puts the file in its place. */
export interface FileSinkOptions {
  /** Whether a file that is there already is replaced; true unless said otherwise. */
  readonly overwrite?: boolean;
  /** The file whose mode and times the result keeps: its path, looked up at once, or what is known about it. */
  readonly like?: string | FileModel;
  /** Permission bits of the result, whatever `like` or a file replaced has; 0o600 keeps it to its user. */
  readonly mode?: number;
}

/** What a file hands on to another; the statistics of `node:fs` are such. Times in milliseconds, UTC. */
export interface FileModel {
  readonly mode: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
}

/** Where a finished file goes. */
export interface FileTarget {
  /** As the caller named it. */
  readonly path: string;
  /** The same, or where that is a symbolic link what it leads to: a link stays, and the file is replaced. */
  readonly target: string;
  readonly overwrite: boolean;
}

/** Where a finished file goes, and as what. */
export interface FilePlacement extends FileTarget {
  /** Permission bits; undefined: what the process gives new files. */
  readonly mode: number | undefined;
  /** Undefined: now. */
  readonly times: { readonly atimeMs: number; readonly mtimeMs: number } | undefined;
}

/** What systems without hard links answer to `link`. */
const NO_HARD_LINKS: readonly (string | undefined)[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'];

/** What systems answer that cannot open or flush a folder, or let nobody but its owner do it. */
const NO_FOLDER_SYNC: readonly (string | undefined)[] = ['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'EBADF', 'ENOTSUP'];

/**
 * @throws OutputExists when the target exists and may not be replaced; CannotWrite when it can be no output;
 *   CannotRead when `like` cannot be looked at
 */
export function planPlacement(path: string, { overwrite = true, like, mode }: FileSinkOptions): FilePlacement {
  const model = typeof like === 'string' ? modelStats(like) : like;
  const { target, replaced } = findTarget(path);
  if (replaced !== undefined && !overwrite) throw outputExists(path);
  if (replaced?.isFile() === false) throw notRegular(path, replaced);
  return { path, target, overwrite, mode: mode ?? (model ?? replaced)?.mode, times: model };
}

/** Gives an open file its mode and times and flushes it to the disk. @throws the system's error */
export async function finishFile(handle: FileHandle, { mode, times }: FilePlacement): Promise<void> {
  if (mode !== undefined) await handle.chmod(mode & 0o777);
  if (times !== undefined) await handle.utimes(times.atimeMs / 1000, times.mtimeMs / 1000);
  await handle.sync();
}

/** Moves a finished, closed file to its target in one step. @throws OutputExists; the system's error */
export async function placeFile(temporaryPath: string, placement: FileTarget): Promise<void> {
  await moveFile(temporaryPath, placement);
  await syncFolder(dirname(placement.target));
}

/** As {@link placeFile}, before the folder is flushed. */
export async function moveFile(temporaryPath: string, placement: FileTarget): Promise<void> {
  if (placement.overwrite) await rename(temporaryPath, placement.target);
  else await placeNew(temporaryPath, placement);
}

/** As {@link moveFile}, synchronously and without the way around hard links. @throws OutputExists; the system's error */
export function moveFileAtOnce(temporaryPath: string, { path, target, overwrite }: FileTarget): void {
  if (overwrite) {
    renameSync(temporaryPath, target);
    return;
  }
  try {
    linkSync(temporaryPath, target);
  } catch (error) {
    throw systemErrorCode(error) === 'EEXIST' ? outputExists(path, error) : error;
  }
  unlinkSync(temporaryPath);
}

/** Whether an error says that the file system, or this folder of it, has no hard links. */
export function lacksHardLinks(error: unknown): boolean {
  return NO_HARD_LINKS.includes(systemErrorCode(error));
}

/** `rename` would replace a file that appeared meanwhile; `link` fails instead. */
async function placeNew(temporaryPath: string, { path, target }: FileTarget): Promise<void> {
  try {
    await link(temporaryPath, target);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST') throw outputExists(path, error);
    if (!lacksHardLinks(error)) throw error;
    return placeReserved(temporaryPath, path, target);
  }
  await unlink(temporaryPath);
}

/**
 * Without hard links two steps are needed: an empty file takes the name, which only one writer can do, and is replaced. A
 * process killed between them leaves the empty file.
 */
async function placeReserved(temporaryPath: string, path: string, target: string): Promise<void> {
  try {
    const handle = await open(target, 'wx');
    await handle.close();
  } catch (error) {
    throw systemErrorCode(error) === 'EEXIST' ? outputExists(path, error) : error;
  }
  try {
    await rename(temporaryPath, target);
  } catch (error) {
    await unlink(target).catch(() => undefined);
    throw error;
  }
}

/** The new name is safe from a power failure only once its folder is flushed. @throws the system's error */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(systemErrorCode(error))) throw error;
  }
}

/** As {@link syncFolder}, synchronously. */
export function syncFolderAtOnce(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(systemErrorCode(error))) throw error;
  }
}

function findTarget(path: string): { target: string; replaced: Stats | undefined } {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() !== true) return { target: path, replaced: there };
    const target = realpathSync(path);
    return { target, replaced: statSync(target) };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { target: path, replaced: undefined };
    throw writeFailure(path, error);
  }
}

function modelStats(like: string): FileModel {
  try {
    return statSync(like);
  } catch (error) {
    throw readFailure(like, error);
  }
}

function outputExists(path: string, cause?: unknown): OutputExists {
  return new OutputExists(`${path} exists already.`, {
    where: { file: path },
    hint: 'Choose another name, or allow overwriting.',
    cause,
  });
}

function notRegular(path: string, stats: Stats): CannotWrite {
  const what = stats.isDirectory() ? 'a folder' : 'not a regular file';
  return new CannotWrite(`Cannot write ${path}: it is ${what}.`, {
    where: { file: path },
    hint: 'Name a file; for standard output the name is -.',
  });
}
