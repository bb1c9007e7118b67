import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Aborted, NetworkError, ServiceError, SignInNeeded, Throttled, type ClientContext } from '@rightsmith/core';
import { parseChallenge, type Challenge } from '../contract/challenge.js';
import { HEADERS, formatPlatformId, formatRequestId } from '../contract/headers.js';
import type { TokenSource } from '../tokens/token-source.js';
import { retryAfterMs } from './retry-after.js';
import type { HttpAnswer, HttpMethod, HttpRequest, Transport } from './transport.js';

/** Waits that a service asked for, within one call. */
const MAXIMUM_WAITS = 3;
/** Ms that a service may make a call wait; one that asks for more gets Throttled at once. */
const MAXIMUM_WAIT_MS = 30_000;

/** One call to a service. */
export interface ServiceRequest {
  readonly method: HttpMethod;
  readonly url: string;
  /** Beside those that every call has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Makes calls with a token, by the two steps of rest.md §3: first a challenge, then the call itself. */
export class ServiceCaller {
  readonly #transport: Transport;
  readonly #tokens: TokenSource;
  readonly #platform: string;
  /** Ties together the log entries of one client. */
  readonly #scenarioId: string = randomUUID();
  /** What each origin last asked for. */
  readonly #challenges = new Map<string, Challenge>();

  constructor(transport: Transport, tokens: TokenSource, platform: Readonly<Record<string, string>>) {
    this.#transport = transport;
    this.#tokens = tokens;
    this.#platform = formatPlatformId(platform);
  }

  /**
   * The answer to a call, once a token was accepted, whatever its status else. One retry with another token after 401.
   *
   * @throws SignInNeeded, Throttled, NetworkError, ServiceError, Aborted, NotSupportedByClient (a host not allowed), and what the token source throws
   */
  async call(request: ServiceRequest, context: ClientContext): Promise<HttpAnswer> {
    if (context.offline) {
      throw new NetworkError('This needs the service, and the run is to be offline.', {
        hint: 'Run it again without --offline.',
      });
    }
    const { origin, host } = new URL(request.url);
    const challenge = this.#challenges.get(origin) ?? (await this.challenge(request, context));
    const token = await this.#tokens({ challenge, host, context });
    const answer = await this.#send(request, token, context);
    if (answer.status !== 401) return answer;
    return this.#retry(request, token, this.#remember(request.url, answer) ?? challenge, context);
  }

  async #retry(
    request: ServiceRequest,
    refused: string,
    challenge: Challenge,
    context: ClientContext,
  ): Promise<HttpAnswer> {
    const { host } = new URL(request.url);
    const token = await this.#tokens({ challenge, host, refused, context });
    const answer = token === refused ? undefined : await this.#send(request, token, context);
    if (answer !== undefined && answer.status !== 401) return answer;
    throw new SignInNeeded(`The service at ${host} did not accept the token.`, {
      hint: 'Sign in again (rightsmith login). If that does not help, the token is for another audience.',
    });
  }

  /** Asks without a token and, where there is a body, with an empty one: nothing is told before the service has said who it is. */
  async challenge(request: ServiceRequest, context: ClientContext): Promise<Challenge> {
    const { method, url, headers = {} } = request;
    const body = method === 'POST' ? '{}' : undefined;
    const own = { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await this.#patiently(
      { method, url, headers: { ...own, ...headers }, ...(body !== undefined && { body }) },
      context,
    );
    const { host } = new URL(url);
    if (answer.status !== 401) {
      throw new ServiceError(
        `The service at ${host} answered ${answer.status} where it should have asked for a token.`,
        {
          hint: 'Check that the address is that of a rights management service.',
        },
      );
    }
    const challenge = this.#remember(url, answer);
    if (challenge !== undefined) return challenge;
    throw new ServiceError(`The service at ${host} does not say which token it wants.`);
  }

  #remember(url: string, answer: HttpAnswer): Challenge | undefined {
    const challenge = parseChallenge(answer.header('www-authenticate') ?? '');
    if (challenge !== undefined) this.#challenges.set(new URL(url).origin, challenge);
    return challenge;
  }

  #send(
    { method, url, headers = {}, body }: ServiceRequest,
    token: string,
    context: ClientContext,
  ): Promise<HttpAnswer> {
    // What cannot stand in a header must not reach the one who reports that.
    if (!/^[\x21-\x7e]+$/.test(token))
      throw new SignInNeeded('The token is empty or has characters that no token has.');
    const requestId = formatRequestId(this.#scenarioId, randomUUID());
    // Only our own server has these methods, and it takes the type of a body for the promise of one.
    const isBare = body === undefined && (method === 'PUT' || method === 'DELETE');
    context.logger.debug('calling the service', { requestId });
    const all = {
      ...headers,
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(!isBare && { 'content-type': 'application/json' }),
      'accept-language': context.languages.length === 0 ? 'en-US' : context.languages.join(', '),
      [HEADERS.requestId]: requestId,
      [HEADERS.platformId]: this.#platform,
    };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.#patiently({ method, url, headers: all, ...text }, context);
  }

  /** Sends again, as often and as late as the service asks for. */
  async #patiently(request: HttpRequest, context: ClientContext): Promise<HttpAnswer> {
    for (let waits = 0; ; waits += 1) {
      const answer = await this.#transport.send(request, context);
      const wait = retryAfterMs(answer.header('retry-after'), context.clock.now());
      const isBusy = answer.status === 429 || (answer.status === 503 && wait !== undefined);
      if (!isBusy) return answer;
      const ms = wait ?? 1000 * 2 ** waits;
      if (waits >= MAXIMUM_WAITS || ms > MAXIMUM_WAIT_MS) throw throttled(request.url, wait);
      context.logger.info('the service asks to wait', { ms });
      await delay(ms, undefined, { signal: context.signal }).catch((cause: unknown) => {
        throw new Aborted(undefined, { cause });
      });
    }
  }
}

function throttled(url: string, wait: number | undefined): Throttled {
  const when = wait === undefined ? 'later' : `in ${Math.ceil(wait / 1000)} s`;
  return new Throttled(`The service at ${new URL(url).host} has too much to do.`, {
    hint: `Try again ${when}.`,
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}
