import {
  silentLogger,
  type ClientContext,
  type CustomPolicy,
  type Publication,
  type PublishRequest,
  type RmsClient,
  type UseLicense,
} from '@rightsmith/core';
import type { ClientPeople, ClientTestOptions } from './client-test-options.js';

/** The time at which every test begins, where the service's time can be set. A whole minute. */
export const START: Date = new Date('2031-05-06T07:08:00Z');

const PEOPLE: ClientPeople = {
  owner: 'alice@example.com',
  recipient: 'bob@example.com',
  stranger: 'mallory@example.com',
};

/** The part of a request that tests care about. */
export type RequestPart = Partial<PublishRequest> & Pick<PublishRequest, 'policy'>;

/** A service and its clients, laid out for one test. */
export class ClientBench {
  readonly people: ClientPeople;
  readonly can: ClientTestOptions['can'];
  /** Empty where templates are not tested. */
  readonly template: string;
  readonly #options: ClientTestOptions;
  readonly #clients: RmsClient[] = [];
  #time = START;

  constructor(options: ClientTestOptions) {
    this.people = options.people ?? PEOPLE;
    this.can = options.can;
    this.template = options.template ?? '';
    this.#options = options;
    this.setTime(START);
  }

  /** A new client. */
  async client(identity: string = this.people.owner): Promise<RmsClient> {
    const client = await this.#options.create(identity);
    this.#clients.push(client);
    return client;
  }

  /** Sets the service's time, where that can be done. */
  setTime(time: Date): void {
    this.#time = time;
    this.#options.setTime?.(time);
  }

  context(signal: AbortSignal = new AbortController().signal): ClientContext {
    const now = (): number => (this.#options.setTime === undefined ? Date.now() : this.#time.getTime());
    const offline = this.can.offline && this.#options.lacks?.includes('firstUseOffline') !== true;
    return { signal, logger: silentLogger, clock: { now }, offline, interactive: false, languages: ['en'] };
  }

  /** Publishes as the owner. */
  async publish(request: RequestPart): Promise<Publication> {
    return (await this.client()).publish(requestOf(request), this.context());
  }

  async acquire(license: Uint8Array, identity: string): Promise<UseLicense> {
    return (await this.client(identity)).acquire(license, this.context());
  }

  /** A licence that grants the recipient these rights. */
  async grant(rights: readonly string[], others: Partial<CustomPolicy> = {}): Promise<Publication> {
    return this.publish({ policy: this.policyOf(rights, others) });
  }

  /** A policy that grants the recipient these rights. */
  policyOf(rights: readonly string[], others: Partial<CustomPolicy> = {}): CustomPolicy {
    return { names: [], grants: [{ users: [this.people.recipient], rights }], ...others };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
  }
}

/** A whole request of its interesting part. */
export function requestOf(part: RequestPart): PublishRequest {
  return { labels: [], deprecatedAlgorithms: false, ...part };
}
