import type { Authority } from '@rightsmith/authority';
import type { Logger } from '@rightsmith/core';

/** Whose tokens are taken, and what in them says who somebody is. */
export interface IssuerOptions {
  /** The issuer's URL, exactly as its tokens name it; its metadata is below `/.well-known/openid-configuration`. */
  readonly url: string;
  /** What the tokens must be made for. */
  readonly audience: string;
  /** Signature algorithms; absent: {@link DEFAULT_ALGORITHMS}. Only asymmetric ones. */
  readonly algorithms?: readonly string[];
  readonly claims?: ClaimNames;
}

/** Names of the claims that count, where the issuer has others than usual. */
export interface ClaimNames {
  /** Claims that may hold the address of the person; the first that does counts. */
  readonly address?: readonly string[];
  /** Claim with other addresses of the person: a list, or one. */
  readonly aliases?: string;
  /** Claim with addresses of groups. */
  readonly groups?: string;
  /** Claim with roles, see {@link SUPER_USER_ROLE} and {@link ADMINISTRATOR_ROLE}. */
  readonly roles?: string;
}

/** A role in a token that asks to open everything; the directory must list the person as a super user, too. */
export const SUPER_USER_ROLE = 'Content.SuperUser';

/** A role in a token that lets its holder administer. */
export const ADMINISTRATOR_ROLE = 'Rightsmith.Administrator';

/** Bounds of what callers may ask for. */
export interface ServerLimits {
  /** Bytes of a request body. */
  readonly bodyBytes: number;
  /** Requests of one person in a minute; of one network address where nobody is signed in. */
  readonly requestsPerMinute: number;
  /** Connections at the same time. */
  readonly connections: number;
  /** Milliseconds in which a request must have come whole. */
  readonly requestTimeout: number;
}

/** How a server is made. */
export interface ServerOptions {
  /** Whoever opened it closes it, after the server. */
  readonly authority: Authority;
  /**
   * Whose tokens are taken. `development`: a built-in issuer that gives everybody the token of a test user; such a server
   * listens on loopback only.
   */
  readonly issuer: IssuerOptions | 'development';
  /** Where callers reach the server: `https://rms.example.com`. Absent: the address it listens on. */
  readonly url?: string;
  /** Addresses of people and groups who may administer, beside holders of {@link ADMINISTRATOR_ROLE}. */
  readonly administrators?: readonly string[];
  /** TLS, as PEM; absent: plain HTTP, for loopback or behind a proxy. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Addresses or subnets of proxies whose forwarding headers are believed. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  /** Is told of requests and failures; never of tokens, bodies or keys. */
  readonly logger?: Logger;
}
