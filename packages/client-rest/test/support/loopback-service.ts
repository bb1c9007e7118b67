import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXTENSION_NAME, SERVICE_PATHS, formatChallenge } from '@rightsmith/client-rest/contract';
import { systemClock, silentLogger, type ClientContext } from '@rightsmith/core';

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer; `hang`: nothing, ever. */
export type Answer =
  { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } | 'hang';

/** A service on loopback that answers as the test says and keeps what it was asked. */
export interface LoopbackService {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Answers by path (without query), for requests with a token. Starts as a discovery of services that all answer 404. */
  readonly answers: Map<string, (request: SeenRequest) => Answer>;
  /** The value of the challenge; undefined: none, a request without token is answered like any other. */
  challenge: string | undefined;
  /** Which tokens are accepted; absent: all. */
  accepts: ((token: string) => boolean) | undefined;
  close(): Promise<void>;
}

export const CHALLENGE: string = formatChallenge({
  resource: 'https://rms.example.com',
  authorization: 'https://login.example.com/authorize',
});

/** Where the services of {@link LoopbackService} stand. */
export const DISCOVERY = '/my/v2/servicediscovery';

/** Starts a service. */
export async function loopbackService(): Promise<LoopbackService> {
  const requests: SeenRequest[] = [];
  const answers = new Map<string, (request: SeenRequest) => Answer>();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const answer = answerTo(request);
      if (answer === 'hang') return;
      const { status = 200, headers: extra = {}, body } = answer;
      outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...extra });
      outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answers.set(DISCOVERY, () => ({ body: locations(origin) }));

  const answerTo = (request: SeenRequest): Answer => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const { challenge, accepts = (): boolean => true } = service;
    if (challenge !== undefined && (token === undefined || !accepts(token)))
      return { status: 401, headers: { 'www-authenticate': challenge }, body: { Message: 'Sign in.' } };
    return answers.get(request.path.split('?')[0] ?? '')?.(request) ?? { status: 404, body: '' };
  };
  const service: LoopbackService = {
    origin,
    requests,
    answers,
    challenge: CHALLENGE,
    accepts: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return service;
}

/** The answer of a discovery. */
export function locations(origin: string, more: Readonly<Record<string, string>> = {}): object[] {
  const all = { ...SERVICE_PATHS, ...more };
  return Object.entries(all).map(([Name, path]) => ({ Name, Uri: `${origin}/my/v2/${path}` }));
}

/** The same from our own server. */
export function ownLocations(origin: string): object[] {
  return locations(origin, { [EXTENSION_NAME]: 'rightsmith' });
}

/** Surroundings of a call. */
export function callContext(others: Partial<ClientContext> = {}): ClientContext {
  return {
    signal: new AbortController().signal,
    logger: silentLogger,
    clock: systemClock,
    offline: false,
    interactive: false,
    languages: ['de-DE', 'en'],
    ...others,
  };
}
