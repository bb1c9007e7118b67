import { UsageError } from '@rightsmith/core';
import type { FindServiceRecords } from './discover/srv.js';
import { CLOUD_HOSTS } from './http/allowed-hosts.js';
import type { TokenSource } from './tokens/token-source.js';

/** How a client for a service is made. */
export interface RestClientOptions {
  readonly tokens: TokenSource;
  /**
   * Root of the service (`https://rms.example.com/my/v2`), or only its host. Its host is allowed. Without it the service is found
   * by DNS and by the licences, among the allowed hosts.
   */
  readonly url?: string;
  /**
   * Hosts that tokens and licences may go to beside that of `url`: `rms.example.com`, `*.example.com` (names below only),
   * `rms.example.com:8443`. Default: the clouds of Microsoft where there is no `url`, else none.
   */
  readonly hosts?: readonly string[];
  /** Address of whoever the tokens stand for: a hint to the service, and where DNS is asked. */
  readonly user?: string;
  /** Ms for one request with its answer. Default 60 s. */
  readonly timeoutMs?: number;
  /** Replaces or adds parts of the platform that is announced (`AppName`, `DevicePlatform` …). */
  readonly platform?: Readonly<Record<string, string>>;
  /** Default: the resolvers of the operating system. */
  readonly findServiceRecords?: FindServiceRecords;
}

/** Every host rule that follows from the options. @throws UsageError for a `url` that is none */
export function allowedHosts({ url, hosts }: RestClientOptions): readonly string[] {
  if (url === undefined) return hosts ?? CLOUD_HOSTS;
  if (!URL.canParse(url)) throw new UsageError(`${JSON.stringify(url)} is not the URL of a service.`);
  return [new URL(url).host, ...(hosts ?? [])];
}
