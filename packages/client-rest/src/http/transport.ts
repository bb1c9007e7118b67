import {
  Aborted,
  LimitReached,
  NetworkError,
  ServiceError,
  UsageError,
  type Clock,
  type Logger,
} from '@rightsmith/core';
import type { Dispatcher } from 'undici';
import type { AllowedHosts } from './allowed-hosts.js';
import { createDispatcher } from './dispatcher.js';
import { readLimited } from './read-limited.js';

/** Bytes of an answer: twice what the largest licence takes in base64. */
const MAXIMUM_ANSWER_BYTES = 24 * 1024 * 1024;

const MAXIMUM_REDIRECTS = 3;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One HTTP request. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One HTTP answer, read whole. */
export interface HttpAnswer {
  readonly status: number;
  /** Value of a header by its name in lower case; several of one name are joined with commas. */
  header(name: string): string | undefined;
  readonly text: string;
}

/** Surroundings of a request. */
export interface HttpContext {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Sends requests to allowed hosts, one by one. Connections are kept until {@link Transport.close}. */
export class Transport {
  readonly #hosts: AllowedHosts;
  readonly #timeoutMs: number;
  #dispatcher: Promise<Dispatcher> | undefined;
  #closed = false;

  constructor(hosts: AllowedHosts, timeoutMs: number) {
    this.#hosts = hosts;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends one request and reads the answer, whatever its status. Redirects are followed to the same scheme, host and port only.
   *
   * @throws NotSupportedByClient for a host that is not allowed; NetworkError; ServiceError for a redirect elsewhere;
   *   LimitReached for an answer beyond 24 MiB; Aborted; UsageError once closed
   */
  async send(request: HttpRequest, context: HttpContext): Promise<HttpAnswer> {
    let url = this.#hosts.check(request.url);
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#exchange(request, url, context);
      if (![301, 302, 303, 307, 308].includes(answer.status)) return answer;
      url = redirectTarget(request, url, answer);
      if (redirects >= MAXIMUM_REDIRECTS) throw new ServiceError(`The service at ${url.host} redirects without end.`);
    }
  }

  /** Closes the connections. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const dispatcher = this.#dispatcher;
    this.#dispatcher = undefined;
    await (await dispatcher)?.close();
  }

  async #exchange(request: HttpRequest, url: URL, { signal, logger, clock }: HttpContext): Promise<HttpAnswer> {
    if (signal.aborted) throw new Aborted(undefined, { cause: signal.reason });
    if (this.#closed) throw new UsageError('The client was closed.');
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const begun = clock.now();
    const { method, headers, body } = request;
    try {
      const dispatcher = await (this.#dispatcher ??= createDispatcher());
      const answer = await dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        body: body ?? null,
        signal: AbortSignal.any([signal, timeout]),
        // The one time-out above covers them.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const text = Buffer.from(await readLimited(answer.body, MAXIMUM_ANSWER_BYTES)).toString('utf8');
      // Without the query, which has an address in it.
      const details = { url: `${url.origin}${url.pathname}`, status: answer.statusCode, ms: clock.now() - begun };
      logger.debug(`${method} answered`, details);
      return { status: answer.statusCode, header: (name) => joined(answer.headers[name]), text };
    } catch (error) {
      throw this.#failure(error, url, signal, timeout);
    }
  }

  #failure(error: unknown, url: URL, signal: AbortSignal, timeout: AbortSignal): Error {
    if (error instanceof LimitReached || error instanceof UsageError) return error;
    if (signal.aborted) return new Aborted(undefined, { cause: signal.reason });
    if (this.#closed) return new UsageError('The client was closed.');
    if (timeout.aborted)
      return new NetworkError(`The service at ${url.host} did not answer within ${this.#timeoutMs / 1000} s.`);
    return new NetworkError(`The service at ${url.host} cannot be reached (${reasonOf(error)}).`, {
      hint: 'Check the network, the proxy settings (HTTPS_PROXY, NO_PROXY) and the address of the service.',
      cause: error,
    });
  }
}

function redirectTarget({ method }: HttpRequest, url: URL, answer: HttpAnswer): URL {
  const location = answer.header('location') ?? '';
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  const keepsMethod = answer.status === 307 || answer.status === 308 || method === 'GET';
  if (target?.origin === url.origin && keepsMethod) return target;
  throw new ServiceError(`The service at ${url.host} redirects to another place, which is not followed.`, {
    hint: 'A proxy or sign-in page may stand in between; or the address of the service has changed.',
  });
}

function joined(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}

/** The code the operating system or TLS gave. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' ? code : typeof message === 'string' ? message.slice(0, 100) : 'unknown reason';
}
