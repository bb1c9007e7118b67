import type { Template } from '../rights/policy.js';
import type { ClientContext } from './rms-client.js';

/** A template to be added: without an id it gets a new one; the time of change is the present. */
export type NewTemplate = Omit<Template, 'id' | 'modified' | 'archived'> & { readonly id?: string };

/** How something is asked about a document. */
export interface DocumentOptions {
  /** With the power of a super user. */
  readonly superUser?: boolean;
}

/** One request for a use licence of a document and its answer. */
export interface DocumentAccess {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Address. */
  readonly who: string;
  readonly action: 'grant' | 'deny';
  /** What was granted. */
  readonly rights?: readonly string[];
  /** Why it was denied. */
  readonly reason?: string;
  /** True where a super user's power was asked for. */
  readonly superUser?: boolean;
}

/** The accesses of a document, oldest first, read as they are asked for. Each walk starts at the beginning and throws as the call that gave it. */
export interface AccessReading extends AsyncIterable<DocumentAccess> {
  /** Entries passed over so far because they cannot be read. */
  readonly damaged: number;
}

/** What is on record about a document. */
export interface DocumentAccesses {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** Address. */
  readonly owner?: string;
  readonly accesses: AccessReading;
}

/** What became of a document's revocation. */
export interface RevocationChange {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** False where it was so already. */
  readonly changed: boolean;
}

/**
 * The port to the administration of a rights service, bound to one identity when it is made. What it may do the service decides:
 * AccessDenied for who may not. Methods may be called at the same time. Every one of them throws SignInNeeded, AccessDenied,
 * NotSupportedByClient where the service has no such administration, ServiceError, NetworkError, CannotRead and Aborted; those that
 * change something CannotWrite too.
 */
export interface RmsAdministration {
  /** All templates, archived ones and those for others too. */
  templates(context: ClientContext): Promise<readonly Template[]>;
  /** The template with this id, in any spelling, or with this name in any language, compared without case. @throws TemplateNotFound; UsageError when several have the name */
  template(idOrName: string, context: ClientContext): Promise<Template>;
  /** Adds a template, or a version of the one with its id, archived or not. @throws UsageError for one that cannot be written; LimitReached */
  addTemplate(template: NewTemplate, context: ClientContext): Promise<Template>;
  /** Ends publishing with a template; licences made from it still open. @throws as {@link RmsAdministration.template}; TemplateArchived when it is already */
  archiveTemplate(idOrName: string, context: ClientContext): Promise<Template>;
  /** Addresses of the super users. */
  superUsers(context: ClientContext): Promise<readonly string[]>;
  /** Lists a super user; one who is listed stays so. @returns all there are then @throws UsageError for what is no address */
  addSuperUser(address: string, context: ClientContext): Promise<readonly string[]>;
  /** @returns all there are then @throws UsageError when the address is not listed */
  removeSuperUser(address: string, context: ClientContext): Promise<readonly string[]>;
  /**
   * Who was granted or denied access to a document, for its owner, an administrator, or a super user who asks as one.
   *
   * @param license - bytes of its licence, in any encoding
   * @throws CorruptFile, Tampered for what is no licence of the service
   */
  documentAccesses(license: Uint8Array, options: DocumentOptions, context: ClientContext): Promise<DocumentAccesses>;
  /**
   * Withdraws access to a document from everybody but its owner and super users, or gives it back; for those of
   * {@link RmsAdministration.documentAccesses}. Who holds a use licence already goes on with it.
   *
   * @throws as it
   */
  setRevoked(
    license: Uint8Array,
    revoked: boolean,
    options: DocumentOptions,
    context: ClientContext,
  ): Promise<RevocationChange>;
}
