import { CannotWrite, ERROR_CODES } from '@rightsmith/core';
import { asRightsmithError } from '../job/outcome.js';
import { errorText } from '../render/error-text.js';
import { runCommandLine } from './run-command-line.js';
import { listenForSignals } from './signals.js';

/** What an interrupted run gets to tell why it ended; then nobody waits for a reader of its output any more. */
const LAST_WORDS_MS = 200;

/** Runs a command line with the streams and signals of this process, and sets its exit code. */
export async function runInProcess(argv: readonly string[]): Promise<void> {
  const signals = listenForSignals();
  process.stdout.on('error', tellOutputFailure);
  process.on('uncaughtException', endByBug);
  try {
    const exitCode = await runCommandLine(argv, process, signals.signal);
    // What went wrong with the output was found out meanwhile, or will be.
    process.exitCode ??= exitCode;
    if (signals.signal.aborted) setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
  } finally {
    signals.stop();
  }
}

/** Without it a bug in a callback would end with Node's exit code 1, which says nothing. */
function endByBug(cause: unknown): never {
  const bug = asRightsmithError(cause);
  process.stderr.write(`${errorText(bug, { verbose: true })}\n`);
  process.exit(bug.exitCode);
}

/** A reader that has read enough is no failure. */
function tellOutputFailure(cause: Error & { readonly code?: string }): void {
  if (cause.code === 'EPIPE' || process.exitCode === ERROR_CODES.CannotWrite.exitCode) return;
  process.exitCode = ERROR_CODES.CannotWrite.exitCode;
  process.stderr.write(
    `${errorText(new CannotWrite('Standard output cannot be written.', { cause }), { verbose: false })}\n`,
  );
}
