import { SignInNeeded } from '@rightsmith/core';
import type { TokenSource } from './token-source.js';

/** The token the caller has already. There is no other when it is refused. */
export function staticToken(token: string): TokenSource {
  return ({ refused }) =>
    refused === undefined
      ? Promise.resolve(token)
      : Promise.reject(new SignInNeeded('The service refuses the token that was given.', { hint: 'Get a new token.' }));
}
