import {
  NotSupportedByClient,
  TemplateNotFound,
  UsageError,
  bracedGuid,
  checkApplicationData,
  checkPolicy,
  encodeBase64,
  foldAddress,
  normalizeGuid,
  parseUser,
  readPublishingLicense,
  throwIfAborted,
  type ClientContext,
  type ClientInfo,
  type Publication,
  type PublishRequest,
  type RmsAdministration,
  type RmsClient,
  type TemplateSummary,
  type UseLicense,
} from '@rightsmith/core';
import type { Challenge } from './contract/challenge.js';
import type { EndUserLicenseRequest } from './contract/end-user-license.js';
import type { PublishingRequest } from './contract/publishing-request.js';
import { TEMPLATE_ENTRIES, type TemplateEntry } from './contract/templates.js';
import { ServiceFinder } from './discover/service-finder.js';
import type { ServiceUrls } from './discover/service-urls.js';
import { systemServiceRecords } from './discover/srv.js';
import { ServiceCaller } from './http/service-call.js';
import { AllowedHosts } from './http/allowed-hosts.js';
import { Transport } from './http/transport.js';
import { answerError, type Asked } from './map-error.js';
import { allowedHosts, type RestClientOptions } from './options.js';
import { parseAnswer } from './parse-answer.js';
import { customBody, extensionsIn, templateBody } from './publishing-body.js';
import { RestAdministration } from './rest-administration.js';
import { readEndUserLicense } from './read-end-user-license.js';
import { readPublication } from './read-publication.js';

const INFO: ClientInfo = {
  id: 'rest',
  can: { custom: true, reuseKey: false, offline: false, tracking: false },
};

/** Ms for one request, its answer included. */
const TIMEOUT_MS = 60_000;

/** Accepted by the services known (rest.md §3.3), which have refused others. */
const PLATFORM = { AppName: 'rightsmith', AppVersion: '0.1', DevicePlatform: 'WindowsStore', SDKVersion: '4.1' };

/**
 * A client of a rights management service that speaks the REST protocol (rest.md), as whoever the tokens stand for. It
 * connects with the first call. Tokens and licences go to allowed hosts only, whatever a licence, DNS or an answer says.
 *
 * @throws UsageError for options that make no sense
 */
export function restClient(options: RestClientOptions): RestClient {
  return new RestClient(options);
}

/** See {@link restClient}. */
export class RestClient implements RmsClient {
  readonly info: ClientInfo = INFO;
  /** What only our own server offers; with another service every call is NotSupportedByClient. */
  readonly administration: RmsAdministration;
  readonly #transport: Transport;
  readonly #caller: ServiceCaller;
  readonly #finder: ServiceFinder;
  /** Empty where it is not known. */
  readonly #user: string;
  #templates: readonly TemplateEntry[] | undefined;

  constructor(options: RestClientOptions) {
    const { tokens, url, user, timeoutMs = TIMEOUT_MS, platform, findServiceRecords = systemServiceRecords } = options;
    if (user !== undefined && parseUser(user)?.kind !== 'address')
      throw new UsageError(`${JSON.stringify(user)} is not an address.`);
    this.#user = user ?? '';
    const hosts = new AllowedHosts(allowedHosts(options));
    this.#transport = new Transport(hosts, timeoutMs);
    this.#caller = new ServiceCaller(this.#transport, tokens, { ...PLATFORM, ...platform });
    this.#finder = new ServiceFinder(
      { hosts, findServiceRecords, ...(url !== undefined && { url }), ...(user !== undefined && { user }) },
      this.#caller,
    );
    this.administration = new RestAdministration(this.#finder, this.#caller);
  }

  async templates(context: ClientContext): Promise<readonly TemplateSummary[]> {
    throwIfAborted(context.signal);
    const entries = await this.#listTemplates(context);
    return entries
      .map(({ Id, Name, Description }) => ({
        id: normalizeGuid(Id) ?? Id,
        name: Name,
        description: Description,
        // The service gives one language only, and does not say which.
        names: [],
      }))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  async publish(request: PublishRequest, context: ClientContext): Promise<Publication> {
    throwIfAborted(context.signal);
    checkRequest(request, context);
    const asked = this.#withoutOwnOwner(request);
    const body =
      'template' in asked.policy
        ? templateBody(asked, await this.#templateId(asked.policy.template, context))
        : customBody(asked, asked.policy);
    const urls = await this.#finder.forUser(context);
    refuseExtensions(body, urls);
    return readPublication(await this.#post(urls.publishinglicenses, body, 'publish', context));
  }

  async acquire(license: Uint8Array, context: ClientContext): Promise<UseLicense> {
    throwIfAborted(context.signal);
    const read = readPublishingLicense(license);
    const { enduserlicenses } = await this.#finder.forLicense(read, context);
    const body: EndUserLicenseRequest = { SerializedPublishingLicense: encodeBase64(license) };
    return readEndUserLicense(await this.#post(enduserlicenses, body, 'acquire', context), read);
  }

  /** What the service asks tokens for; no token is needed to ask. @throws as every call, but SignInNeeded */
  challenge(context: ClientContext): Promise<Challenge> {
    return this.#finder.challenge(context);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** The service makes the caller the owner by itself. */
  #withoutOwnOwner(request: PublishRequest): PublishRequest {
    const { owner, ...others } = request;
    return owner !== undefined && foldAddress(owner) === foldAddress(this.#user) ? others : request;
  }

  async #listTemplates(context: ClientContext): Promise<readonly TemplateEntry[]> {
    const { templates: url } = await this.#finder.forUser(context);
    const answer = await this.#caller.call({ method: 'GET', url }, context);
    if (answer.status !== 200) throw answerError(answer, url);
    this.#templates = parseAnswer(answer.text, TEMPLATE_ENTRIES, 'list of templates');
    return this.#templates;
  }

  /** The id of a template as the service spells it. One in the form of an id need not be in the list. */
  async #templateId(idOrName: string, context: ClientContext): Promise<string> {
    const guid = normalizeGuid(idOrName);
    const matches = ({ Id, Name }: TemplateEntry): boolean =>
      guid === undefined ? Name === idOrName : normalizeGuid(Id) === guid;
    const known = this.#templates?.filter(matches) ?? [];
    if (known.length === 0 && guid !== undefined) return bracedGuid(guid);
    const found = known.length > 0 ? known : (await this.#listTemplates(context)).filter(matches);
    const [entry, ...others] = found;
    if (entry !== undefined && others.length === 0) return entry.Id;
    throw new TemplateNotFound(
      entry === undefined
        ? `The service has no template ${JSON.stringify(idOrName)} for this identity.`
        : `There are ${found.length} templates named ${JSON.stringify(idOrName)}.`,
      { hint: entry === undefined ? 'See rightsmith templates list.' : 'Name it by its id.' },
    );
  }

  async #post(url: string, body: object, asked: Asked, context: ClientContext): Promise<string> {
    const answer = await this.#caller.call({ method: 'POST', url, body }, context);
    if (answer.status !== 200) throw answerError(answer, url, asked);
    return answer.text;
  }
}

function checkRequest(
  { policy, sameKeyAs, owner, signedData = {}, encryptedData = {} }: PublishRequest,
  context: ClientContext,
): void {
  if (sameKeyAs !== undefined) {
    throw new NotSupportedByClient('The service cannot publish again under the key of a licence.', {
      hint: 'Protect the content anew under another key (--rekey).',
    });
  }
  if (owner !== undefined && parseUser(owner)?.kind !== 'address')
    throw new UsageError(`The owner must be an address, not ${JSON.stringify(owner)}.`);
  if (!('template' in policy)) checkPolicy(policy, new Date(context.clock.now()));
  checkApplicationData(signedData);
  checkApplicationData(encryptedData);
}

function refuseExtensions(body: PublishingRequest, { extensions }: ServiceUrls): void {
  const [first] = extensions === undefined ? extensionsIn(body) : [];
  if (first === undefined) return;
  throw new NotSupportedByClient(`The protocol of the service has no way to say what the policy asks for: ${first}.`);
}
