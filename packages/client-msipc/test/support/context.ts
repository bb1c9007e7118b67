import { silentLogger, systemClock, type ClientContext } from '@rightsmith/core';

/** The surroundings of a call nobody is there for. */
export function contextOf(part: Partial<ClientContext> = {}): ClientContext {
  return {
    signal: new AbortController().signal,
    logger: silentLogger,
    clock: systemClock,
    offline: false,
    interactive: false,
    languages: ['en'],
    ...part,
  };
}
