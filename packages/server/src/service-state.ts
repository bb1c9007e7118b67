import type { Authority } from '@rightsmith/authority';
import type { Logger } from '@rightsmith/core';
import type { Metrics } from './operations/metrics.js';
import type { IssuerOptions } from './options.js';
import type { VerifyToken } from './sign-in/verify-token.js';

/** What all routes work with. */
export interface ServiceState {
  readonly authority: Authority;
  readonly issuer: IssuerOptions;
  readonly verify: VerifyToken;
  /** Addresses, folded. */
  readonly administrators: ReadonlySet<string>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Where callers reach the server, without a slash at its end. */
  baseUrl(): string;
  /** False from when the server is told to stop. */
  isOpen(): boolean;
}
