import {
  silentLogger,
  systemClock,
  systemRandom,
  licensingUrl,
  type Clock,
  type Logger,
  type RandomSource,
  type RmsClient,
} from '@rightsmith/core';
import { AuthorityClient } from './authority-client.js';
import type { AuthorityParts, Requester } from './authority-parts.js';
import { checkAddress } from './directory/check-address.js';
import type { Directory, ResolveGroups } from './directory/directory.js';
import { HomeDirectory } from './directory/home-directory.js';
import { createHome } from './home/create-home.js';
import { hasAuthority } from './home/has-authority.js';
import { chosenHome } from './home/home-paths.js';
import { HomeTenant, checkPassphrase } from './keys/home-tenant.js';
import { newTenant } from './keys/new-tenant.js';
import type { TenantAdministration } from './keys/tenant-store.js';
import type { TenantKey } from './keys/tenant-key.js';
import type { RecordFilter, RecordReading } from './record/authority-record.js';
import { documentRecord, type DocumentRecord } from './record/document-record.js';
import { homeRecord } from './record/home-record.js';
import { HomeTemplates } from './templates/home-templates.js';
import type { TemplateStore } from './templates/template-store.js';

/** How an authority is opened; everything has a default. */
export interface AuthorityOptions {
  /** Folder; absent: `RIGHTSMITH_HOME`, else the platform's data folder. */
  readonly home?: string;
  /** Locks the tenant key when the home is made, and unlocks it from then on. */
  readonly passphrase?: string;
  /** The time of everything the authority issues and decides; that of its callers does not count. */
  readonly clock?: Clock;
  readonly random?: RandomSource;
  /** Is told of unsafe permissions in the home. */
  readonly logger?: Logger;
  /** Groups of an address from elsewhere, beside those of `directory.json`. */
  readonly resolveGroups?: ResolveGroups;
}

/** What can be told about a key. */
export interface KeyFacts {
  /** GUID; the id of the service in licences. */
  readonly id: string;
  /** SHA-256 of the modulus, as licences store it, in lower-case hex. */
  readonly modulusSha256: string;
  readonly created: Date;
}

/** What can be told about an authority; no secret is among it. */
export interface AuthorityFacts {
  /** GUID, lower case, no braces. */
  readonly tenantId: string;
  readonly name: string;
  /** Licensing URL in new licences. Licences are recognised by their key, never by their URL. */
  readonly url: string;
  /** SHA-256 of the modulus of the key that signs, as licences store it, in lower-case hex. */
  readonly modulusSha256: string;
  readonly keyCreated: Date;
  /** Keys that open what was sealed to them, but sign no more. */
  readonly oldKeys: readonly KeyFacts[];
  /** Whether the key that signs is stored under a passphrase. */
  readonly locked: boolean;
  readonly home: string;
}

/** How a client is bound to its identity. */
export interface ClientOptions {
  /** Open everything of this tenant, if the directory lists the identity as a super user; the record is marked. */
  readonly superUser?: boolean;
}

/**
 * A rights management service inside the process. Identities are asserted, not proved: whoever can read the home can open
 * everything in its name.
 */
export interface Authority {
  readonly templates: TemplateStore;
  readonly directory: Directory;
  /** For whoever administers keys and address. */
  readonly tenant: TenantAdministration;
  /** A client that speaks for `identity`, an address. @throws UsageError when it is none */
  clientFor(identity: string, options?: ClientOptions): RmsClient;
  facts(): Promise<AuthorityFacts>;
  /** What was published, granted and denied, oldest first. */
  readRecord(filter?: RecordFilter): RecordReading;
  /**
   * What the record says about one document, for its owner, or for a super user who asks as one.
   *
   * @param license - bytes of its licence, in any encoding
   * @throws AccessDenied for everybody else; UsageError when `identity` is no address; CorruptFile, Tampered,
   *   NotSupportedByClient for a licence that is not ours
   */
  documentRecord(license: Uint8Array, identity: string, options?: ClientOptions): Promise<DocumentRecord>;
  /** Idempotent. Clients made before fail with UsageError from then on. */
  close(): Promise<void>;
}

/**
 * Opens the authority of a home; the first use makes the home.
 *
 * @throws SignInNeeded when the tenant key is locked and the passphrase missing or wrong; UsageError for an empty one;
 *   CannotRead, CorruptFile for a damaged home; CannotWrite when a new one cannot be made
 */
export async function openAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { clock = systemClock, random = systemRandom, logger = silentLogger, passphrase, resolveGroups } = options;
  checkPassphrase(passphrase);
  const paths = chosenHome(options.home);
  if (!hasAuthority(paths.folder)) await createHome(paths, await newTenant(clock, random), { passphrase, random });
  const tenant = new HomeTenant(paths, { passphrase, clock, random, logger });
  await tenant.current();
  const closing = new AbortController();
  const parts: AuthorityParts = {
    tenant,
    templates: new HomeTemplates(paths.templates, { tenant, clock, random }),
    directory: new HomeDirectory(paths.directory, resolveGroups),
    record: homeRecord(paths.record),
    issuedKeys: new WeakMap(),
    closed: closing.signal,
    clock,
    random,
  };
  return new HomeAuthority(paths.folder, tenant, parts, closing);
}

class HomeAuthority implements Authority {
  readonly templates: TemplateStore;
  readonly directory: Directory;
  readonly tenant: HomeTenant;
  readonly #home: string;
  readonly #parts: AuthorityParts;
  readonly #closing: AbortController;

  constructor(home: string, tenant: HomeTenant, parts: AuthorityParts, closing: AbortController) {
    this.templates = parts.templates;
    this.directory = parts.directory;
    this.tenant = tenant;
    this.#home = home;
    this.#parts = parts;
    this.#closing = closing;
  }

  clientFor(identity: string, options?: ClientOptions): RmsClient {
    return new AuthorityClient(requesterOf(identity, options), this.#parts);
  }

  async facts(): Promise<AuthorityFacts> {
    const { licensor, signingKey, keys } = await this.tenant.current();
    const { tenantId, name } = licensor;
    const { modulusSha256, created } = keyFacts(signingKey);
    return {
      tenantId,
      name,
      url: licensingUrl(licensor),
      modulusSha256,
      keyCreated: created,
      oldKeys: [...keys.values()].filter((key) => key !== signingKey).map(keyFacts),
      locked: await this.tenant.isLocked(),
      home: this.#home,
    };
  }

  async documentRecord(license: Uint8Array, identity: string, options?: ClientOptions): Promise<DocumentRecord> {
    return documentRecord(license, requesterOf(identity, options), this.#parts);
  }

  readRecord(filter?: RecordFilter): RecordReading {
    return this.#parts.record.read(filter);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }
}

function requesterOf(identity: string, { superUser = false }: ClientOptions = {}): Requester {
  checkAddress(identity, 'The identity');
  return { address: identity, superUser };
}

function keyFacts({ id, created, publicKey }: TenantKey): KeyFacts {
  return { id, modulusSha256: publicKey.fingerprint, created };
}
