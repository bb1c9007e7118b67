import { RightsmithError } from '@rightsmith/core';
import type { Where } from '@rightsmith/core';
import { nextStep } from '../job/next-step.js';
import { noPaint, type Paint } from './paint.js';
import { visible } from './visible.js';

/** What the text of an error says besides. */
export interface ErrorTextOptions {
  /** The input that was worked on. */
  readonly file?: string | undefined;
  /** Instead of the error's own. */
  readonly hint?: string | undefined;
  /** Whether to show where in the program it happened. */
  readonly verbose: boolean;
  readonly paint?: Paint;
}

/** An error as a person reads it: one sentence, the cause, the next step, the code. */
export function errorText(error: RightsmithError, options: ErrorTextOptions): string {
  const { verbose, file = error.where?.file, hint = nextStep(error), paint = noPaint } = options;
  const cause = causeText(error.cause);
  const lines = [
    `${paint('red', 'rightsmith:')} ${file === undefined ? '' : `${visible(file)}: `}${visible(error.message)}${placeText(error.where)}`,
    ...(cause === undefined ? [] : [`  ${paint('dim', 'cause:')} ${visible(cause)}`]),
    `  ${paint('dim', 'next:')}  ${visible(hint)}`,
    `  ${paint('dim', 'code:')}  ${error.code} (exit ${error.exitCode})`,
    ...(verbose ? stackLines(error) : []),
  ];
  return lines.join('\n');
}

/** Where in a file something is wrong, in brackets; empty: unknown. */
export function placeText(where: Where | undefined): string {
  const parts = [
    ...(where?.structure === undefined ? [] : [visible(where.structure)]),
    ...(where?.offset === undefined ? [] : [`byte ${where.offset}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Only our own texts and the system's: those of parsers may quote what they read, such as a key. */
function causeText(cause: unknown): string | undefined {
  if (RightsmithError.is(cause)) return cause.message;
  return cause instanceof Error && 'syscall' in cause ? cause.message : undefined;
}

/** Where in the program it happened, causes included; never the causes' own messages. */
function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const calls = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`  ${error.name}`, ...calls.map(visible), ...stackLines(error.cause)];
}
