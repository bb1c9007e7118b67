import type { ClientContext } from '@rightsmith/core';
import type { Challenge } from '../contract/challenge.js';

/** What a service wants a token for. */
export interface TokenRequest {
  /** What the service said; from an allowed host, over TLS. */
  readonly challenge: Challenge;
  /** Host (and port) that the token will be sent to. */
  readonly host: string;
  /** A token of this source that the service has just refused: give another one. */
  readonly refused?: string;
  readonly context: ClientContext;
}

/**
 * Gives a bearer token, of which the client knows nothing else; it is asked before every call, so keeping tokens is the
 * source's business. May be called several times at once.
 *
 * @throws SignInNeeded when there is none to be had; NetworkError, ServiceError
 */
export type TokenSource = (request: TokenRequest) => Promise<string>;
