import type { RightsmithError } from '@rightsmith/core';
import type { Presentation } from '../job/job.js';
import { errorJson, someFailed, type Outcome } from '../job/outcome.js';
import { errorText, placeText } from './error-text.js';
import { JsonDocument } from './json-document.js';
import { noPaint, type Paint } from './paint.js';
import { visible, visibleJson } from './visible.js';

/** Where a reporter prints. */
export interface Printer {
  /** One or more lines on standard output. */
  readonly out: (lines: string) => void;
  /** One or more lines on standard error. */
  readonly err: (lines: string) => void;
}

/** Tells outcomes as they come. */
export interface Reporter {
  /** Once per file, in order. */
  report(outcome: Outcome): void;
  /** After the last outcome. */
  finish(): void;
  /** Instead: the job as a whole failed, maybe after some outcomes. A `hint` is told in place of the error's own. */
  fail(error: RightsmithError, hint?: string): void;
}

/**
 * The reporter for a presentation.
 *
 * @param several - whether the job has several files, so that one JSON document is an array
 * @param paint - for texts on standard error
 */
export function createReporter(
  presentation: Presentation,
  several: boolean,
  printer: Printer,
  paint: Paint = noPaint,
): Reporter {
  if (presentation.ndjson === true) return ndjsonReporter(printer);
  if (presentation.json === true) return jsonReporter(several, printer);
  return textReporter(presentation, several, printer, paint);
}

function ndjsonReporter(printer: Printer): Reporter {
  return {
    report: ({ result }) => {
      printer.out(visibleJson(result));
    },
    finish: () => undefined,
    fail: (error, hint) => {
      printer.out(visibleJson({ ok: false, error: errorJson(error, hint) }));
    },
  };
}

function jsonReporter(several: boolean, printer: Printer): Reporter {
  const document = new JsonDocument(several, printer.out);
  return {
    report: ({ result }) => {
      document.add(result);
    },
    finish: () => {
      document.end();
    },
    fail: (error, hint) => {
      document.endWith({ ok: false, error: errorJson(error, hint) });
    },
  };
}

function textReporter(
  { quiet = false, verbose = false }: Presentation,
  several: boolean,
  printer: Printer,
  paint: Paint,
): Reporter {
  let all = 0;
  let failed = 0;
  return {
    report: (outcome) => {
      all += outcome.error === undefined && outcome.isSummary === true ? 0 : 1;
      const { text, warnings, error } = outcome;
      for (const { code, message, where } of quiet ? [] : warnings) {
        const text = `${several ? fileText(outcome) : ''}${visible(message)}${placeText(where)} [${code}]`;
        printer.err(`${paint('yellow', 'rightsmith: warning:')} ${text}`);
      }
      if (text !== '' && !quiet) printer.out(text);
      if (error === undefined) return;
      failed += 1;
      printer.err(errorText(error, { file: outcome.file, hint: outcome.hint, verbose, paint }));
    },
    finish: () => {
      if (failed > 0 && all > 1) printer.err(errorText(someFailed(failed, all), { verbose, paint }));
    },
    fail: (error, hint) => {
      printer.err(errorText(error, { hint, verbose, paint }));
    },
  };
}

/** The input, in front of what is said about it; empty for verbs without files. */
function fileText({ result }: Outcome): string {
  return 'file' in result && typeof result.file === 'string' ? `${visible(result.file)}: ` : '';
}
