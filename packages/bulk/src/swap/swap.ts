import { existsSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CannotWrite,
  changedMeanwhile,
  discardStagedFile,
  isUnchanged,
  placeStagedFile,
  type FileIdentity,
  type StagedFile,
} from '@rightsmith/core';
import { faultPoint } from '../faults.js';
import type { FolderFlushes } from './folder-flushes.js';

/** A result that is to take its place. */
export interface Swap {
  readonly staged: StagedFile;
  readonly source: FileIdentity;
  /** Whether the result replaces the input, under another name too. */
  readonly inPlace: boolean;
}

/**
 * Puts a result in its place; then, in place, removes an input of another name. At any moment the input or the result is there whole.
 *
 * @throws CannotRead for an input that changed since it was read; OutputExists, CannotWrite. The result is gone then, unless
 *   only the input could not be removed
 */
export async function swapFiles({ staged, source, inPlace }: Swap, flushes: FolderFlushes): Promise<void> {
  try {
    if (!isUnchanged(source)) throw changedMeanwhile(source.path);
    faultPoint('rename');
    await placeStagedFile(staged);
  } catch (error) {
    await discardStagedFile(staged);
    throw error;
  }
  faultPoint('placed');
  await flushes.flush(dirname(staged.target));
  if (inPlace && staged.path !== source.path) await removeInput(source, staged.path, flushes);
}

/** Removes an input whose result is in its place. @throws CannotWrite; CannotRead for one that changed since */
export async function removeInput(source: FileIdentity, output: string, flushes: FolderFlushes): Promise<void> {
  if (!existsSync(source.path)) return;
  if (!isUnchanged(source)) throw changedMeanwhile(source.path);
  try {
    unlinkSync(source.path);
  } catch (cause) {
    throw new CannotWrite('The input could not be removed.', {
      where: { file: source.path },
      hint: `The result, ${output}, is complete. Remove the input yourself.`,
      cause,
    });
  }
  await flushes.flush(dirname(source.path));
}
