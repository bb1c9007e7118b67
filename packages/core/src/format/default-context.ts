import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { silentLogger, systemClock, systemRandom } from '../defaults.js';
import { InternalError } from '../errors.js';
import type { FormatContext } from './format-handler.js';

/**
 * A whole context from the members a caller cares about: nothing aborts, progress and warnings go nowhere,
 * limits, clock and randomness are the usual ones. A handler calls it first, so that `{}` will do as its context.
 */
export function defaultFormatContext(overrides: Partial<FormatContext> = {}): FormatContext {
  return {
    signal: new AbortController().signal,
    progress: () => undefined,
    warn: () => undefined,
    limits: DEFAULT_LIMITS,
    logger: silentLogger,
    clock: systemClock,
    random: systemRandom,
    settings: {},
    // Becomes createSpool as soon as it exists.
    spool: () => Promise.reject(new InternalError('No spool yet.')),
    ...overrides,
  };
}
