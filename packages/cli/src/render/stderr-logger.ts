import type { JsonObject, Logger } from '@rightsmith/core';
import type { Presentation } from '../job/job.js';
import type { Printer } from './reporter.js';
import { visible, visibleJson } from './visible.js';

/** Tells on standard error: warnings and errors unless quiet, everything when verbose. */
export function stderrLogger({ quiet = false, verbose = false }: Presentation, printer: Printer): Logger {
  const print = (message: string, details?: JsonObject): void => {
    printer.err(`rightsmith: ${visible(message)}${details === undefined ? '' : ` ${visibleJson(details)}`}`);
  };
  const silent = (): void => undefined;
  return {
    debug: verbose ? print : silent,
    info: verbose ? print : silent,
    warn: quiet ? silent : print,
    error: print,
  };
}
