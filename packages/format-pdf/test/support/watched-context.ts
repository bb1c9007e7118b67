import type { FormatContext, WarningCode } from '@rightsmith/core';

/** A context that keeps the warnings the handler gives. */
export interface WatchedContext extends Partial<FormatContext> {
  readonly warnings: WarningCode[];
}

export function watchedContext(overrides: Partial<FormatContext> = {}): WatchedContext {
  const warnings: WarningCode[] = [];
  return {
    warnings,
    warn: (code) => {
      warnings.push(code);
    },
    ...overrides,
  };
}
