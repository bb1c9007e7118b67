import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { discardStagedFile, fileSource } from '@rightsmith/core';
import type { FolderFlushes } from '../swap/folder-flushes.js';
import { removeInput } from '../swap/swap.js';
import type { IntentLine } from './journal-line.js';

/** Bytes hashed at a time. */
const RUN = 1024 * 1024;

/**
 * Finds out whether the result of an intent took its place before the run ended. If so what was left to do is done; if not
 * the result is removed, so that the file can be worked on anew.
 *
 * @throws as {@link removeInput}
 */
export async function recoverFile(
  { staged, source, result }: Pick<IntentLine, 'staged' | 'source' | 'result'>,
  inPlace: boolean,
  flushes: FolderFlushes,
): Promise<'placed' | 'open'> {
  const isPlaced = await isFile(staged.target, staged.size, result.sha256);
  // Also where it is a second name of the file in its place, which a kill between two steps leaves.
  await discardStagedFile(staged);
  if (!isPlaced) return 'open';
  if (inPlace && staged.path !== source.path) await removeInput(source, staged.path, flushes);
  return 'placed';
}

async function isFile(path: string, size: number, sha256: string | undefined): Promise<boolean> {
  if (!isRegular(path, size)) return false;
  return (await hashOf(path)) === sha256;
}

function isRegular(path: string, size: number): boolean {
  try {
    const stats = lstatSync(path);
    return stats.isFile() && stats.size === size;
  } catch {
    // Nobody could have put a result where nothing can be looked at.
    return false;
  }
}

async function hashOf(path: string): Promise<string> {
  const source = fileSource(path);
  const hash = createHash('sha256');
  try {
    for (let offset = 0; offset < source.size; offset += RUN) hash.update(await source.read(offset, RUN));
  } finally {
    await source.close();
  }
  return hash.digest('hex');
}
