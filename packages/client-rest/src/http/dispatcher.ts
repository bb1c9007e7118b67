import type { Dispatcher } from 'undici';

/** Names that are reached without a proxy, however the environment is set: they are this machine. */
const LOOPBACK_NAMES = 'localhost,127.0.0.1,[::1],::1';

/** Ms a host has for a connection and its TLS. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * What connects to services: by the proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case), if there are.
 * Licences travel unencrypted to this machine only, and so never through a proxy on the way there.
 *
 * undici is loaded here, with the first request, and only its own `request` and `fetch` are used with it: those built into
 * Node have another version of it inside.
 */
export async function createDispatcher(): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const { env } = process;
  const hasProxy = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].some((name) => (env[name] ?? '') !== '');
  const options = { connect: { timeout: CONNECT_TIMEOUT_MS } };
  if (!hasProxy) return new Agent(options);
  const exceptions = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  return new EnvHttpProxyAgent({
    ...options,
    noProxy: exceptions.trim() === '*' ? '*' : [exceptions, LOOPBACK_NAMES].filter((part) => part !== '').join(','),
  });
}
