import { silentLogger, systemClock, type ClientContext } from '@rightsmith/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { abortSignal } from './abort-signal.js';
import { acceptedLanguages } from './languages.js';

/** The surroundings of what a request asks the authority for. */
export function callContext(request: FastifyRequest, reply: FastifyReply): ClientContext {
  return {
    signal: abortSignal(reply),
    logger: silentLogger,
    clock: systemClock,
    offline: false,
    interactive: false,
    languages: languagesOf(request),
  };
}

/** The languages of the caller, by preference. */
export function languagesOf({ headers }: FastifyRequest): readonly string[] {
  return acceptedLanguages(headers['accept-language']);
}
