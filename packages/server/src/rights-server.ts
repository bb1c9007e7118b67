import type { AddressInfo } from 'node:net';
import { CannotWrite, UsageError } from '@rightsmith/core';
import { createApp, type App } from './app.js';
import { isLoopback } from './dev/loopback.js';
import type { ServerOptions } from './options.js';

/** Where a server listens. */
export interface ListenOptions {
  /** Default: loopback. */
  readonly host?: string;
  /** Default: any free one. */
  readonly port?: number;
}

/** A rights management service over HTTP. */
export interface RightsServer {
  /** @returns the URL under which callers reach it @throws CannotWrite when the address is taken */
  listen(options?: ListenOptions): Promise<string>;
  /** Takes no more requests and waits for those under way. Idempotent. */
  close(): Promise<void>;
}

/** Makes a server; it listens when it is told to. @throws UsageError */
export async function createServer(options: ServerOptions): Promise<RightsServer> {
  const url = options.url === undefined ? undefined : baseUrlFrom(options.url);
  let listening = '';
  const app = await createApp(options, () => url ?? listening);
  let closed: Promise<void> | undefined;
  return {
    listen: async ({ host = '127.0.0.1', port = 0 } = {}) => {
      if (options.issuer === 'development') refuseOutside(host, options.url);
      await listen(app, host, port);
      const { port: bound } = app.fastify.server.address() as AddressInfo;
      listening = `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
      return url ?? listening;
    },
    close: () => {
      app.beginClosing();
      closed ??= app.fastify.close();
      return closed;
    },
  };
}

async function listen({ fastify }: App, host: string, port: number): Promise<void> {
  try {
    await fastify.listen({ host, port });
  } catch (cause) {
    throw new CannotWrite(`The server cannot listen on ${host}, port ${port}.`, {
      hint: 'Choose another port, or stop what listens there.',
      cause,
    });
  }
}

/** Whoever reaches the development issuer can be anybody. */
function refuseOutside(host: string, url: string | undefined): void {
  if (isLoopback(host) && (url === undefined || isLoopback(new URL(url).hostname))) return;
  throw new UsageError('The development issuer lets everybody in, so its server listens on this computer only.', {
    hint: 'Leave out host and URL, or name a real token issuer.',
  });
}

function baseUrlFrom(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['https:', 'http:'].includes(url.protocol) && url.pathname === '/' && url.search === '') {
    return url.origin;
  }
  throw new UsageError(`${JSON.stringify(text)} cannot be the URL of the server.`, {
    hint: 'Give it as https://rms.example.com.',
  });
}
