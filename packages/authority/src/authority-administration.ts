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
import { recordChange } from './record/administrative.js';
import { documentAccesses } from './record/document-record.js';
import type { AdministrativeAction } from './record/record-entry.js';
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
    const added = await this.#begin(context).templates.add(template);
    await this.#record('add-template', added.id);
    return added;
  }

  async archiveTemplate(idOrName: string, context: ClientContext): Promise<Template> {
    const archived = await this.#begin(context).templates.archive(idOrName);
    await this.#record('archive-template', archived.id);
    return archived;
  }

  async superUsers(context: ClientContext): Promise<readonly string[]> {
    return this.#begin(context).directory.superUsers();
  }

  async addSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    const { directory } = this.#begin(context);
    await directory.addSuperUser(address);
    await this.#record('add-super-user', address);
    return directory.superUsers();
  }

  async removeSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    const { directory } = this.#begin(context);
    await directory.removeSuperUser(address);
    await this.#record('remove-super-user', address);
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

  #record(action: AdministrativeAction, subject: string): Promise<void> {
    const { record, clock } = this.#parts;
    return recordChange({ record, clock, who: this.#requester.address }, action, subject);
  }

  #asking({ superUser = this.#requester.superUser }: DocumentOptions): Requester {
    return { ...this.#requester, superUser };
  }
}
