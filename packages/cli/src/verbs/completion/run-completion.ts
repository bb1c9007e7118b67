import { UsageError } from '@rightsmith/core';
import type { CompletionJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { bashCompletion } from './bash-completion.js';
import { fishCompletion } from './fish-completion.js';
import { zshCompletion } from './zsh-completion.js';

const SCRIPTS: ReadonlyMap<string, () => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** Prints the completion script of a shell. @throws UsageError for a shell without one */
export function runCompletion({ shell }: CompletionJob): Outcome {
  const script = SCRIPTS.get(shell);
  if (script === undefined) {
    throw new UsageError(`There is no completion for the shell "${shell}".`, {
      hint: `The shells are ${[...SCRIPTS.keys()].join(', ')}.`,
    });
  }
  const text = script();
  return { result: { ok: true, shell, script: text }, text, warnings: [] };
}
