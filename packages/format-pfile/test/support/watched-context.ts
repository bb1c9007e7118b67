import type { FormatContext, WarningCode } from '@rightsmith/core';

/** A context that keeps what the handler tells. */
export interface WatchedContext extends Partial<FormatContext> {
  readonly warnings: WarningCode[];
  readonly steps: number[];
}

export function watchedContext(overrides: Partial<FormatContext> = {}): WatchedContext {
  const warnings: WarningCode[] = [];
  const steps: number[] = [];
  return {
    warnings,
    steps,
    warn: (code) => {
      warnings.push(code);
    },
    progress: (bytesDone) => {
      steps.push(bytesDone);
    },
    ...overrides,
  };
}
