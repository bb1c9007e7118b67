import {
  UsageError,
  chooseName,
  throwIfAborted,
  type ClientContext,
  type ClientInfo,
  type Publication,
  type PublishRequest,
  type RmsClient,
  type Template,
  type TemplateSummary,
  type UseLicense,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from './authority-parts.js';
import { publish } from './issue/publish.js';
import { acquire } from './open/acquire.js';
import { findTemplate, templatesFor } from './templates/find-template.js';

const INFO: ClientInfo = {
  id: 'authority',
  can: { custom: true, reuseKey: true, offline: true, tracking: false },
};

/** The authority as one identity sees it. */
export class AuthorityClient implements RmsClient {
  readonly info: ClientInfo = INFO;
  readonly #requester: Requester;
  readonly #parts: AuthorityParts;
  #closed = false;

  constructor(requester: Requester, parts: AuthorityParts) {
    this.#requester = requester;
    this.#parts = parts;
  }

  /** Their main name is in the first language of the context that they have one in. */
  async templates(context: ClientContext): Promise<readonly TemplateSummary[]> {
    this.#begin(context);
    const { directory, templates, tenant } = this.#parts;
    const identity = await directory.expandIdentity(this.#requester.address, this.#requester);
    const { licensor } = await tenant.current();
    return templatesFor(identity, await templates.list())
      .filter(({ archived }) => archived !== true)
      .map((template) => summaryOf(template, licensor.name, context.languages))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  async template(idOrName: string, context: ClientContext): Promise<Template> {
    this.#begin(context);
    const { directory, templates } = this.#parts;
    const identity = await directory.expandIdentity(this.#requester.address, this.#requester);
    return findTemplate(templatesFor(identity, await templates.list()), idOrName);
  }

  async publish(request: PublishRequest, context: ClientContext): Promise<Publication> {
    this.#begin(context);
    return publish(request, this.#requester, this.#parts, context);
  }

  async acquire(license: Uint8Array, context: ClientContext): Promise<UseLicense> {
    this.#begin(context);
    return acquire(license, this.#requester, this.#parts, context);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  #begin({ signal }: ClientContext): void {
    if (this.#closed || this.#parts.closed.aborted) throw new UsageError('The client was closed.');
    throwIfAborted(signal);
  }
}

function summaryOf({ id, names }: Template, issuer: string, languages: readonly string[]): TemplateSummary {
  const main = chooseName(names, languages);
  return { id, name: main?.name ?? id, description: main?.description ?? '', names, issuer };
}
