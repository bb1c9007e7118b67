import { NotSupportedByClient, encodeBase64, type ClientContext, type PublishingLicense } from '@rightsmith/core';
import type { Challenge } from '../contract/challenge.js';
import { HEADERS } from '../contract/headers.js';
import type { AllowedHosts } from '../http/allowed-hosts.js';
import type { ServiceCaller } from '../http/service-call.js';
import { answerError } from '../map-error.js';
import { discoveryUrlOfService, discoveryUrlOfTarget, withQuery } from './discovery-url.js';
import { readServiceUrls, type ServiceUrls } from './service-urls.js';
import { findServiceRecord, type FindServiceRecords } from './srv.js';

/** Where clients go that no DNS record sends elsewhere; rest.md §2.2. */
const CLOUD = 'api.aadrm.com';

/** Answers that are kept: licences, which anybody may have written, decide what is asked. */
const MAXIMUM_FOUND = 256;

/** How services are found. */
export interface FinderOptions {
  readonly hosts: AllowedHosts;
  /** Root of the one service to use; no DNS is asked then. */
  readonly url?: string;
  /** Address of whoever asks. */
  readonly user?: string;
  readonly findServiceRecords: FindServiceRecords;
}

/** Finds the URLs of services and keeps them for as long as it lives; rest.md §2. */
export class ServiceFinder {
  readonly #options: FinderOptions;
  readonly #caller: ServiceCaller;
  readonly #found = new Map<string, Promise<ServiceUrls>>();

  constructor(options: FinderOptions, caller: ServiceCaller) {
    this.#options = options;
    this.#caller = caller;
  }

  /** The services of the user's organisation, for publishing and templates. @throws as {@link ServiceCaller.call} */
  async forUser(context: ClientContext): Promise<ServiceUrls> {
    return this.#keep(await this.#userDiscovery(), {}, context);
  }

  /** What the user's organisation asks tokens for. @throws as {@link ServiceCaller.challenge} */
  async challenge(context: ClientContext): Promise<Challenge> {
    return this.#caller.challenge({ method: 'GET', url: await this.#userDiscovery() }, context);
  }

  async #userDiscovery(): Promise<string> {
    const { url, user = '' } = this.#options;
    const discovery =
      url === undefined ? await this.#byDomain(user.slice(user.indexOf('@') + 1)) : discoveryUrlOfService(url);
    return user === '' ? discovery : withQuery(discovery, 'email', user);
  }

  /**
   * The services that may open a licence.
   *
   * @throws NotSupportedByClient for a licence of a host that is not allowed; as {@link ServiceCaller.call}
   */
  async forLicense(license: PublishingLicense, context: ClientContext): Promise<ServiceUrls> {
    const { url } = this.#options;
    const { urls, principal } = license;
    const own = [urls.extranet, urls.intranet].filter((one) => one !== undefined);
    const discovery = url === undefined ? await this.#byLicense(own) : discoveryUrlOfService(url);
    const [licensingUrl] = own;
    const headers = {
      [HEADERS.licensorKey]: encodeBase64(principal.key.modulus),
      ...(licensingUrl !== undefined && isHeaderText(licensingUrl) && { [HEADERS.licensingUrl]: licensingUrl }),
    };
    const asked = licensingUrl === undefined ? discovery : withQuery(discovery, 'service', licensingUrl);
    return this.#keep(asked, headers, context);
  }

  /** The licence is not to be trusted, so not even DNS is asked about a host that is not allowed. */
  async #byLicense(urls: readonly string[]): Promise<string> {
    const hosts = urls.map((url) => (URL.canParse(url) ? new URL(url).hostname : '')).filter((host) => host !== '');
    const [host] = hosts.filter((name) => this.#options.hosts.allowsName(name));
    if (host !== undefined) return this.#byDomain(host);
    throw new NotSupportedByClient(
      hosts[0] === undefined
        ? 'The licence does not say which service opens it.'
        : `The licence belongs to the service at ${JSON.stringify(hosts[0])}, which is not one of those this client may talk to.`,
      { hint: 'If you trust it, add it to the allowed hosts (in a profile: "hosts"), or name the service ("url").' },
    );
  }

  async #byDomain(domain: string): Promise<string> {
    const isName = /^[a-z0-9_.-]{1,253}$/i.test(domain);
    const target = isName ? await findServiceRecord(domain, this.#options.findServiceRecords) : undefined;
    return discoveryUrlOfTarget((target ?? CLOUD).replace(/\.$/, ''));
  }

  /** One discovery for many calls at once; one that failed is asked again. */
  #keep(url: string, headers: Readonly<Record<string, string>>, context: ClientContext): Promise<ServiceUrls> {
    const key = `${url} ${headers[HEADERS.licensorKey] ?? ''}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const asked = this.#discover(url, headers, context);
    this.#found.set(key, asked);
    const [oldest] = this.#found.keys();
    if (this.#found.size > MAXIMUM_FOUND && oldest !== undefined) this.#found.delete(oldest);
    asked.catch(() => {
      if (this.#found.get(key) === asked) this.#found.delete(key);
    });
    return asked;
  }

  async #discover(
    url: string,
    headers: Readonly<Record<string, string>>,
    context: ClientContext,
  ): Promise<ServiceUrls> {
    const answer = await this.#caller.call({ method: 'GET', url, headers }, context);
    if (answer.status !== 200) throw answerError(answer, url);
    return readServiceUrls(answer.text, this.#options.hosts);
  }
}

function isHeaderText(text: string): boolean {
  return text.length <= 2048 && /^[\x21-\x7e]+$/.test(text);
}
