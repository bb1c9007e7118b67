import type { Writable } from 'node:stream';
import type { Clock } from '@rightsmith/core';
import type { FileProgress, ProgressWatch } from '../job/job-context.js';
import { progressText } from './progress-text.js';

/** A line on a terminal that tells how far the work has come. */
export interface ProgressLine {
  readonly watch: ProgressWatch;
  /** Shows another text on the line. */
  readonly show: (text: string) => void;
  /** Makes room for other text; the line comes back with the next news. */
  clear(): void;
}

/** Work that takes no longer needs no progress. */
const SHOWN_AFTER_MS = 1000;
const SHOWN_EVERY_MS = 100;

const TO_LINE_START = '\r';
const CLEAR_TO_LINE_END = '\u001b[K';

/** Of a terminal that does not know its width, or says 0. */
const DEFAULT_COLUMNS = 80;

/** A progress line on a terminal. */
export function createProgressLine(terminal: Writable & { readonly columns?: number }, clock: Clock): ProgressLine {
  let isShown = false;
  const clear = (): void => {
    if (isShown) terminal.write(TO_LINE_START + CLEAR_TO_LINE_END);
    isShown = false;
  };
  // The last column stays free: writing there makes some terminals begin a new line.
  const columns = (): number => {
    const known = terminal.columns ?? 0;
    return (known > 0 ? known : DEFAULT_COLUMNS) - 1;
  };
  const draw = (text: string): void => {
    terminal.write(TO_LINE_START + text + CLEAR_TO_LINE_END);
    isShown = true;
  };
  const watch = (name: string, totalBytes: number | undefined): FileProgress => {
    const start = clock.now();
    let next = start + SHOWN_AFTER_MS;
    return {
      advance: (bytesDone) => {
        const now = clock.now();
        if (now < next) return;
        next = now + SHOWN_EVERY_MS;
        const facts = { name, bytesDone, totalBytes, elapsedMs: now - start };
        draw(progressText(facts, columns()));
      },
      end: clear,
    };
  };
  const show = (text: string): void => {
    draw(text.slice(0, columns()));
  };
  return { watch, show, clear };
}
