import {
  UsageError,
  throwIfAborted,
  type ClientContext,
  type DocumentAccesses,
  type DocumentOptions,
  type NewTemplate,
  type RevocationChange,
  type RmsAdministration,
  type Template,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from './authority-parts.js';
import { documentAccesses } from './record/document-record.js';
import { setRevoked } from './record/revoke.js';

/** The authority as one identity administers it. */
export class AuthorityAdministration implements RmsAdministration {
  readonly #requester: Requester;
  readonly #parts: AuthorityParts;

  constructor(requester: Requester, parts: AuthorityParts) {
    this.#requester = requester;
    this.#parts = parts;
  }

  async templates(context: ClientContext): Promise<readonly Template[]> {
    return this.#begin(context).templates.list();
  }

  async template(idOrName: string, context: ClientContext): Promise<Template> {
    return (await this.#begin(context).templates.get(idOrName)).template;
  }

  async addTemplate(template: NewTemplate, context: ClientContext): Promise<Template> {
    return this.#begin(context).templates.add(template);
  }

  async archiveTemplate(idOrName: string, context: ClientContext): Promise<Template> {
    return this.#begin(context).templates.archive(idOrName);
  }

  async superUsers(context: ClientContext): Promise<readonly string[]> {
    return this.#begin(context).directory.superUsers();
  }

  async addSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    const { directory } = this.#begin(context);
    await directory.addSuperUser(address);
    return directory.superUsers();
  }

  async removeSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    const { directory } = this.#begin(context);
    await directory.removeSuperUser(address);
    return directory.superUsers();
  }

  async documentAccesses(
    license: Uint8Array,
    options: DocumentOptions,
    context: ClientContext,
  ): Promise<DocumentAccesses> {
    return documentAccesses(license, this.#asking(options), this.#begin(context));
  }

  async setRevoked(
    license: Uint8Array,
    revoked: boolean,
    options: DocumentOptions,
    context: ClientContext,
  ): Promise<RevocationChange> {
    return setRevoked(license, revoked, this.#asking(options), this.#begin(context));
  }

  #begin({ signal }: ClientContext): AuthorityParts {
    if (this.#parts.closed.aborted) throw new UsageError('The authority was closed.');
    throwIfAborted(signal);
    return this.#parts;
  }

  #asking({ superUser = this.#requester.superUser }: DocumentOptions): Requester {
    return { ...this.#requester, superUser };
  }
}
