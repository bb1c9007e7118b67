import {
  UsageError,
  readPublishingLicense,
  throwIfAborted,
  type ClientContext,
  type ClientInfo,
  type Issuer,
  type Publication,
  type PublishRequest,
  type RmsClient,
  type TemplateSummary,
  type Tracking,
  type UseLicense,
} from '@rightsmith/core';
import { NOTIFICATION } from '../abi/constants.js';
import type { MsipcClientOptions } from '../options.js';
import type { Runtime } from '../runtime.js';
import type { Operations } from '../thread/messages.js';
import { acquire } from './acquire.js';
import type { ClientParts } from './client-parts.js';
import { licenseForLibrary } from './license-bytes.js';
import { publish } from './publish.js';
import { findTemplate, summaries, wantedLcids } from './templates.js';

/** Microsoft's RMS Client as one identity uses it. */
export class MsipcClient implements RmsClient {
  readonly info: ClientInfo;
  /** Azure only: AD RMS refuses. There where the installed version can do it. */
  readonly register?: (license: Uint8Array, tracking: Tracking, context: ClientContext) => Promise<void>;
  readonly #parts: ClientParts;
  #closed = false;

  constructor(runtime: Runtime, options: MsipcClientOptions, tracking: boolean) {
    this.info = { id: 'msipc', can: { custom: true, reuseKey: true, offline: true, tracking } };
    this.#parts = {
      runtime,
      options,
      issuedKeys: new WeakMap(),
      prompted: (call, context) => runtime.prompted(call, context, options),
      templateId: async (idOrName, context) => findTemplate(await this.#listTemplates(context), idOrName),
    };
    if (tracking) this.register = (license, tracked, context) => this.#register(license, tracked, context);
  }

  /** Their main name is in the first language of the context that they have one in. */
  async templates(context: ClientContext): Promise<readonly TemplateSummary[]> {
    this.#begin(context);
    return summaries(await this.#listTemplates(context), context.languages);
  }

  async publish(request: PublishRequest, context: ClientContext): Promise<Publication> {
    this.#begin(context);
    return publish(request, this.#parts, context);
  }

  async acquire(license: Uint8Array, context: ClientContext): Promise<UseLicense> {
    this.#begin(context);
    return acquire(license, this.#parts, context);
  }

  async issuers(context: ClientContext): Promise<readonly Issuer[]> {
    this.#begin(context);
    const { service } = this.#parts.options;
    const found = await this.#parts.prompted({ name: 'issuers', call: { service } }, context);
    return found.map(({ extranet, intranet, name, fromScratch }) => ({
      id: extranet === '' ? intranet : extranet,
      name,
      custom: fromScratch,
    }));
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  async #listTemplates(context: ClientContext): Promise<Operations['templates']['answer']> {
    const call = { service: this.#parts.options.service, lcids: wantedLcids(context.languages) };
    return this.#parts.prompted({ name: 'templates', call }, context);
  }

  async #register(bytes: Uint8Array, { contentName, notify }: Tracking, context: ClientContext): Promise<void> {
    this.#begin(context);
    if (contentName === '') throw new UsageError('A document to be tracked needs a name.');
    const license = licenseForLibrary(readPublishingLicense(bytes));
    const call = { license, contentName, notification: NOTIFICATION[notify] };
    await this.#parts.prompted({ name: 'register', call }, context);
  }

  #begin({ signal }: ClientContext): void {
    if (this.#closed) throw new UsageError('The client was closed.');
    throwIfAborted(signal);
  }
}
