import { mkdirSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { CannotWrite, OutputExists, UsageError } from '@rightsmith/core';
import { STANDARD_STREAM, type Input } from './input.js';
import type { OutputChoice } from './job.js';

/** Where one result goes. */
export type Target =
  | {
      readonly kind: 'standard-output';
      /** Asked for by name, so that a terminal is to get even what is no text. */
      readonly insisted: boolean;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Whether a file that is there is replaced. */
      readonly overwrite: boolean;
      /** Whether it is the input that is replaced. */
      readonly isInput: boolean;
    };

/**
 * Chooses where a result goes that should have this name: beside its input where nothing else was asked for, for standard
 * input to standard output.
 *
 * @throws UsageError when it would replace the input unasked; OutputExists; CannotWrite when a folder cannot be made
 */
export type TargetChooser = (input: Input, resultName: string) => Target;

/**
 * A chooser for the inputs of one job. No two of them get the same target.
 *
 * @throws UsageError for a choice that makes no sense for these inputs
 */
export function createTargetChooser(choice: OutputChoice, files: readonly string[]): TargetChooser {
  checkOutputChoice(choice, files);
  const { output, inPlace = false, force = false } = choice;
  const taken = new Set<string>();
  return (input, resultName) => {
    if (output === STANDARD_STREAM) return { kind: 'standard-output', insisted: true };
    if (output === undefined && input.isStandardInput) return { kind: 'standard-output', insisted: false };
    const path = targetPath(output ?? dirname(input.path) + sep, resultName);
    const isInput = !input.isStandardInput && isSameFile(path, input.path);
    if (isInput && !inPlace) throw wouldReplaceInput(path);
    const isTaken = taken.has(resolve(path));
    if (isTaken || (!isInput && !force && fileStats(path) !== undefined)) throw outputExists(path, isTaken);
    taken.add(resolve(path));
    return { kind: 'file', path, overwrite: force || isInput, isInput };
  };
}

function checkOutputChoice({ output, inPlace = false }: OutputChoice, files: readonly string[]): void {
  if (inPlace && output !== undefined) throw new UsageError('--in-place and --output exclude each other.');
  if (inPlace && files.includes(STANDARD_STREAM))
    throw new UsageError('Standard input has no place to put a result in.');
  if (files.length > 1 && output !== undefined && !namesFolder(output)) {
    throw new UsageError('Several inputs need a folder for their results.', {
      hint: 'End the name with a slash: -o DIR/.',
    });
  }
}

function targetPath(output: string, resultName: string): string {
  if (!namesFolder(output)) return output;
  try {
    mkdirSync(output, { recursive: true });
  } catch (cause) {
    throw new CannotWrite(`The folder ${output} cannot be made.`, { where: { file: output }, cause });
  }
  return join(output, resultName);
}

function namesFolder(output: string): boolean {
  return output.endsWith('/') || output.endsWith(sep) || fileStats(output)?.isDirectory() === true;
}

function isSameFile(one: string, other: string): boolean {
  const [oneStats, otherStats] = [fileStats(one), fileStats(other)];
  if (oneStats === undefined || otherStats === undefined) return false;
  return oneStats.dev === otherStats.dev && oneStats.ino === otherStats.ino;
}

/** Undefined where there is no file, or none that can be looked at: writing will tell why. */
function fileStats(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function wouldReplaceInput(path: string): UsageError {
  return new UsageError(`The result would replace its input ${path}.`, {
    where: { file: path },
    hint: 'Use --in-place for that.',
  });
}

function outputExists(path: string, isTaken: boolean): OutputExists {
  return new OutputExists(isTaken ? `The result of another input is ${path} already.` : `${path} exists already.`, {
    where: { file: path },
    hint: isTaken
      ? 'Give these inputs one at a time, each with a name of its own.'
      : 'Choose another name, or allow overwriting by --force.',
  });
}
