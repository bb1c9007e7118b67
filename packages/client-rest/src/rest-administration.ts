import {
  NotSupportedByClient,
  encodeBase64,
  normalizeGuid,
  readPublishingLicense,
  throwIfAborted,
  type ClientContext,
  type DocumentAccesses,
  type DocumentOptions,
  type NewTemplate,
  type RevocationChange,
  type RmsAdministration,
  type Template,
} from '@rightsmith/core';
import { STORED_TEMPLATE_ENTRIES, STORED_TEMPLATE_ENTRY, SUPER_USER_ENTRIES } from './contract/administration.js';
import { EXTENSION_PATHS } from './contract/discovery.js';
import {
  DOCUMENT_RECORD_ANSWER,
  REVOCATION_ANSWER,
  type DocumentRecordAnswer,
  type DocumentRequest,
} from './contract/documents.js';
import type { ServiceFinder } from './discover/service-finder.js';
import type { ServiceUrls } from './discover/service-urls.js';
import type { ServiceCaller, ServiceRequest } from './http/service-call.js';
import { answerError, type Asked } from './map-error.js';
import { parseAnswer } from './parse-answer.js';
import { readAccesses } from './read-accesses.js';
import { newTemplateEntry, readTemplate } from './read-template.js';

/** The administration of a service of ours, which announces it in its discovery; others have none over this protocol. */
export class RestAdministration implements RmsAdministration {
  readonly #finder: ServiceFinder;
  readonly #caller: ServiceCaller;

  constructor(finder: ServiceFinder, caller: ServiceCaller) {
    this.#finder = finder;
    this.#caller = caller;
  }

  async templates(context: ClientContext): Promise<readonly Template[]> {
    const text = await this.#administer('GET', EXTENSION_PATHS.templates, context);
    return parseAnswer(text, STORED_TEMPLATE_ENTRIES, 'list of templates').map(readTemplate);
  }

  async template(idOrName: string, context: ClientContext): Promise<Template> {
    return templateIn(await this.#administer('GET', below(EXTENSION_PATHS.templates, idOrName), context));
  }

  async addTemplate(template: NewTemplate, context: ClientContext): Promise<Template> {
    return templateIn(await this.#administer('POST', EXTENSION_PATHS.templates, context, newTemplateEntry(template)));
  }

  async archiveTemplate(idOrName: string, context: ClientContext): Promise<Template> {
    return templateIn(await this.#administer('DELETE', below(EXTENSION_PATHS.templates, idOrName), context));
  }

  async superUsers(context: ClientContext): Promise<readonly string[]> {
    return superUsersIn(await this.#administer('GET', EXTENSION_PATHS.superUsers, context));
  }

  async addSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    return superUsersIn(await this.#administer('PUT', below(EXTENSION_PATHS.superUsers, address), context));
  }

  async removeSuperUser(address: string, context: ClientContext): Promise<readonly string[]> {
    return superUsersIn(await this.#administer('DELETE', below(EXTENSION_PATHS.superUsers, address), context));
  }

  async documentAccesses(
    license: Uint8Array,
    options: DocumentOptions,
    context: ClientContext,
  ): Promise<DocumentAccesses> {
    const asked = documentRequest(license, options);
    const page = async (Skip: number): Promise<DocumentRecordAnswer> => {
      const text = await this.#ask(EXTENSION_PATHS.documentRecord, license, { ...asked, Skip }, context);
      return parseAnswer(text, DOCUMENT_RECORD_ANSWER, 'record of a document');
    };
    const first = await page(0);
    return {
      contentId: contentIdOf(first),
      ...(typeof first.Owner === 'string' && { owner: first.Owner }),
      accesses: readAccesses(first, page),
    };
  }

  async setRevoked(
    license: Uint8Array,
    revoked: boolean,
    options: DocumentOptions,
    context: ClientContext,
  ): Promise<RevocationChange> {
    const path = revoked ? EXTENSION_PATHS.revoke : EXTENSION_PATHS.restore;
    const text = await this.#ask(path, license, documentRequest(license, options), context);
    const answer = parseAnswer(text, REVOCATION_ANSWER, 'answer to a revocation');
    return { contentId: contentIdOf(answer), changed: answer.Changed ?? true };
  }

  async #administer(
    method: ServiceRequest['method'],
    path: string,
    context: ClientContext,
    body?: object,
  ): Promise<string> {
    throwIfAborted(context.signal);
    const url = `${rootIn(await this.#finder.forUser(context))}/${path}`;
    return this.#call({ method, url, ...(body !== undefined && { body }) }, 'administer', context);
  }

  /** The service that a licence belongs to. */
  async #ask(path: string, license: Uint8Array, body: DocumentRequest, context: ClientContext): Promise<string> {
    throwIfAborted(context.signal);
    const urls = await this.#finder.forLicense(readPublishingLicense(license), context);
    return this.#call({ method: 'POST', url: `${rootIn(urls)}/${path}`, body }, 'acquire', context);
  }

  async #call(request: ServiceRequest, asked: Asked, context: ClientContext): Promise<string> {
    const answer = await this.#caller.call(request, context);
    if (answer.status !== 200) throw answerError(answer, request.url, asked);
    return answer.text;
  }
}

function rootIn({ extensions }: ServiceUrls): string {
  if (extensions !== undefined) return extensions;
  throw new NotSupportedByClient('The service cannot be administered, or asked about documents, by this protocol.', {
    hint: 'Servers of Rightsmith can; others have programs of their own for it.',
  });
}

function below(path: string, name: string): string {
  return `${path}/${encodeURIComponent(name)}`;
}

function templateIn(text: string): Template {
  return readTemplate(parseAnswer(text, STORED_TEMPLATE_ENTRY, 'template'));
}

function superUsersIn(text: string): readonly string[] {
  return parseAnswer(text, SUPER_USER_ENTRIES, 'list of super users');
}

function documentRequest(license: Uint8Array, { superUser = false }: DocumentOptions): DocumentRequest {
  return { SerializedPublishingLicense: encodeBase64(license), ...(superUser && { SuperUser: true }) };
}

function contentIdOf({ ContentId }: { readonly ContentId: string }): string {
  return normalizeGuid(ContentId) ?? ContentId;
}
