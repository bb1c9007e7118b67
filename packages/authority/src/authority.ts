import {
  NotSupportedByClient,
  silentLogger,
  systemClock,
  systemRandom,
  licensingUrl,
  type Clock,
  type Logger,
  type RandomSource,
  type RmsAdministration,
  type RmsClient,
} from '@rightsmith/core';
import { AuthorityAdministration } from './authority-administration.js';
import { AuthorityClient } from './authority-client.js';
import type { AuthorityParts, Requester } from './authority-parts.js';
import { checkAddress } from './directory/check-address.js';
import type { Directory, KnownIdentity, ResolveGroups } from './directory/directory.js';
import { StoredDirectory } from './directory/stored-directory.js';
import { homeStore } from './home/home-store.js';
import { licensingUrlFrom } from './home/licensing-url.js';
import { createTenantIn, newTenant } from './keys/new-tenant.js';
import { StoredTenant, checkPassphrase } from './keys/stored-tenant.js';
import type { TenantAdministration } from './keys/tenant-store.js';
import type { TenantKey } from './keys/tenant-key.js';
import { CheckedLicenses } from './open/checked-licenses.js';
import { decideHypotheticalUse, type HypotheticalAnswer, type HypotheticalUse } from './open/decide-use.js';
import { recordedTenant } from './record/administrative.js';
import type { RecordReport } from './record/record-report.js';
import type { RecordFilter, RecordReading } from './record/authority-record.js';
import { authorityService, type AuthorityService } from './service/authority-service.js';
import type { AuthorityStore } from './store/authority-store.js';
import { StoredTemplates } from './templates/stored-templates.js';
import type { TemplateStore } from './templates/template-store.js';

/** How an authority is opened; everything has a default. */
export interface AuthorityOptions {
  /** Folder; absent: `RIGHTSMITH_HOME`, else the platform's data folder. */
  readonly home?: string;
  /** Where everything is kept instead of in a folder; the authority closes it. */
  readonly store?: AuthorityStore;
  /** URL in new licences instead of the stored one, as {@link TenantAdministration.setUrl} takes it. */
  readonly url?: string;
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
  /** The folder, or the address of the database. */
  readonly home: string;
}

/** How a client is bound to its identity. */
export interface ClientOptions extends KnownIdentity {
  /** Open everything of this tenant, if the directory lists the identity as a super user; the record is marked. */
  readonly superUser?: boolean;
  /** Let it see and revoke everybody's documents as their owner could; it opens none by this. */
  readonly administrator?: boolean;
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
  /** As `tenant`, with every change on record as made by `identity`. @throws UsageError when it is no address */
  tenantFor(identity: string): TenantAdministration;
  /** A client that speaks for `identity`, an address. @throws UsageError when it is none */
  clientFor(identity: string, options?: ClientOptions): RmsClient;
  facts(): Promise<AuthorityFacts>;
  /** What was published, granted, denied and changed, oldest first. */
  readRecord(filter?: RecordFilter): RecordReading;
  /**
   * Whether somebody may do something with a document of this authority, and why. Nothing goes on record.
   *
   * @param license - bytes of its licence, in any encoding
   * @throws UsageError when `identity` is no address; as opening the licence would for one that is not ours
   */
  decideUse(
    license: Uint8Array,
    identity: string,
    use: HypotheticalUse,
    options?: ClientOptions,
  ): Promise<HypotheticalAnswer>;
  /**
   * Whether the record is as it was written.
   *
   * @param expected - the `last` of a report before, noted somewhere else: that nothing was taken from the end
   * @throws NotSupportedByClient where the store keeps it in another way; CannotRead
   */
  verifyRecord(expected?: string): Promise<RecordReport>;
  /**
   * Templates, super users and documents as `identity` administers them. Only documents are guarded: templates and super users
   * are for everybody who can open the authority, so a server asks who somebody is first.
   *
   * @throws UsageError when it is no address
   */
  administrationFor(identity: string, options?: ClientOptions): RmsAdministration;
  /** For a server that has proved who `identity` is. @throws UsageError when it is no address */
  serviceFor(identity: string, options?: ClientOptions): AuthorityService;
  /** Idempotent. Clients made before fail with UsageError from then on. */
  close(): Promise<void>;
}

/**
 * Opens the authority of a home or of another store; the first use makes it.
 *
 * @throws SignInNeeded when the tenant key is locked and the passphrase missing or wrong; UsageError for an empty one;
 *   CannotRead, CorruptFile for a damaged home; CannotWrite when a new one cannot be made
 */
export async function openAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { clock = systemClock, random = systemRandom, logger = silentLogger, passphrase, resolveGroups } = options;
  checkPassphrase(passphrase);
  const store = options.store ?? homeStore({ home: options.home, logger });
  const url = options.url === undefined ? undefined : licensingUrlFrom(options.url);
  const tenant = new StoredTenant(store, { passphrase, clock, random, logger, url });
  try {
    if (!(await store.hasTenant())) await createTenantIn(store, await newTenant(clock, random), { passphrase, random });
    await tenant.current();
    await tenant.removeLeftOverKeys();
  } catch (error) {
    await store.close();
    throw error;
  }
  const closing = new AbortController();
  const parts: AuthorityParts = {
    tenant,
    templates: new StoredTemplates(store.templates, { tenant, clock, random }),
    directory: new StoredDirectory(store.directory, resolveGroups),
    record: store.record,
    revocations: store.revocations,
    licenses: new CheckedLicenses(),
    issuedKeys: new WeakMap(),
    closed: closing.signal,
    clock,
    random,
  };
  return new StoredAuthority(store, tenant, parts, closing);
}

class StoredAuthority implements Authority {
  readonly templates: TemplateStore;
  readonly directory: Directory;
  readonly tenant: StoredTenant;
  readonly #store: AuthorityStore;
  readonly #parts: AuthorityParts;
  readonly #closing: AbortController;

  constructor(store: AuthorityStore, tenant: StoredTenant, parts: AuthorityParts, closing: AbortController) {
    this.templates = parts.templates;
    this.directory = parts.directory;
    this.tenant = tenant;
    this.#store = store;
    this.#parts = parts;
    this.#closing = closing;
  }

  clientFor(identity: string, options?: ClientOptions): RmsClient {
    return new AuthorityClient(requesterOf(identity, options), this.#parts);
  }

  tenantFor(identity: string): TenantAdministration {
    const { record, clock } = this.#parts;
    return recordedTenant(this.tenant, { record, clock, who: requesterOf(identity).address });
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
      home: this.#store.location,
    };
  }

  administrationFor(identity: string, options?: ClientOptions): RmsAdministration {
    return new AuthorityAdministration(requesterOf(identity, options), this.#parts);
  }

  serviceFor(identity: string, options?: ClientOptions): AuthorityService {
    return authorityService(requesterOf(identity, options), this.#parts);
  }

  readRecord(filter?: RecordFilter): RecordReading {
    return this.#parts.record.read(filter);
  }

  async decideUse(
    license: Uint8Array,
    identity: string,
    use: HypotheticalUse,
    options?: ClientOptions,
  ): Promise<HypotheticalAnswer> {
    return decideHypotheticalUse(license, use, requesterOf(identity, options), this.#parts);
  }

  async verifyRecord(expected?: string): Promise<RecordReport> {
    const report = await this.#parts.record.verify?.(expected);
    if (report !== undefined) return report;
    throw new NotSupportedByClient('The record of this authority is not chained, so nothing can be said about it.', {
      hint: 'The database it is kept in has to protect it.',
    });
  }

  close(): Promise<void> {
    this.#closing.abort();
    return this.#store.close();
  }
}

function requesterOf(identity: string, options: ClientOptions = {}): Requester {
  checkAddress(identity, 'The identity');
  const { superUser = false, administrator = false, ...known } = options;
  return { address: identity, superUser, administrator, ...known };
}

function keyFacts({ id, created, publicKey }: TenantKey): KeyFacts {
  return { id, modulusSha256: publicKey.fingerprint, created };
}
