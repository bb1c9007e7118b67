import { silentLogger, type ClientContext } from '@rightsmith/core';
import { systemLanguages } from '../config/system-languages.js';
import type { JobContext } from './job-context.js';

/** The surroundings of what a job asks a client for beside the engine. */
export function callContext({ wiring, clock, signal }: JobContext): ClientContext {
  const logger = wiring.logger ?? silentLogger;
  return { signal, clock, logger, languages: systemLanguages(), offline: false, interactive: false };
}
