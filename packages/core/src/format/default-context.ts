import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { createSpool } from '../bytes/spool.js';
import { silentLogger, systemClock, systemRandom } from '../defaults.js';
import type { FormatContext } from './format-handler.js';

/**
 * A whole context from the members a caller cares about: nothing aborts, progress and warnings go nowhere,
 * limits, clock and randomness are the usual ones. A handler calls it first, so that `{}` will do as its context.
 * Who asked for a spool closes it.
 */
export function defaultFormatContext(overrides: Partial<FormatContext> = {}): FormatContext {
  const { limits = DEFAULT_LIMITS, random = systemRandom } = overrides;
  return {
    signal: overrides.signal ?? new AbortController().signal,
    progress: () => undefined,
    warn: () => undefined,
    limits,
    logger: silentLogger,
    clock: systemClock,
    random,
    settings: {},
    spool: () => Promise.resolve(createSpool({ memoryBytes: limits.spoolMemoryBytes, random })),
    ...overrides,
  };
}
