import type { OAuthCredential } from '../../src/index.js';

/** A JSON Web Token that the stand-in takes; it verifies nothing. */
export function tokenFor(address: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ upn: address })}.`;
}

/** Signs in as somebody. */
export function tokenCredential(address: string): OAuthCredential {
  return { kind: 'oauth', token: () => Promise.resolve(tokenFor(address)) };
}
