import { resolve } from 'node:path';
import {
  UsageError,
  parseUser,
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
import type { AuthorityParts } from './authority-parts.js';
import type { Directory, ResolveGroups } from './directory/directory.js';
import { HomeDirectory } from './directory/home-directory.js';
import { AUTHORITY_FILE } from './home/authority-file.js';
import { createHome } from './home/create-home.js';
import { defaultHome } from './home/default-home.js';
import { hasAuthority } from './home/has-authority.js';
import { homePaths } from './home/home-paths.js';
import { readJsonFile } from './home/json-file.js';
import { createTenant } from './keys/tenant.js';
import { readTenantKey } from './keys/tenant-key.js';
import type { RecordFilter, RecordReading } from './record/authority-record.js';
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
  /** A client that speaks for `identity`, an address. @throws UsageError when it is none */
  clientFor(identity: string, options?: ClientOptions): RmsClient;
  facts(): AuthorityFacts;
  /** What was published, granted and denied, oldest first. */
  readRecord(filter?: RecordFilter): RecordReading;
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
  if (passphrase === '') throw new UsageError('The passphrase is empty.', { hint: 'Give one, or none at all.' });
  const paths = homePaths(options.home === undefined ? defaultHome() : resolve(options.home));
  if (!hasAuthority(paths.folder)) await createHome(paths, { passphrase, clock, random });
  const file = await readJsonFile(paths.authority, 'authority', AUTHORITY_FILE);
  const keys = await Promise.all(file.keys.map((entry) => readTenantKey(paths, entry, passphrase, logger)));
  const tenant = createTenant(file, keys);
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
  return new HomeAuthority(paths.folder, parts, closing);
}

class HomeAuthority implements Authority {
  readonly templates: TemplateStore;
  readonly directory: Directory;
  readonly #home: string;
  readonly #parts: AuthorityParts;
  readonly #closing: AbortController;

  constructor(home: string, parts: AuthorityParts, closing: AbortController) {
    this.templates = parts.templates;
    this.directory = parts.directory;
    this.#home = home;
    this.#parts = parts;
    this.#closing = closing;
  }

  clientFor(identity: string, { superUser = false }: ClientOptions = {}): RmsClient {
    if (parseUser(identity)?.kind !== 'address') {
      throw new UsageError(`The identity ${JSON.stringify(identity)} is not an address.`, {
        hint: 'Name it as name@example.com.',
      });
    }
    return new AuthorityClient({ address: identity, superUser }, this.#parts);
  }

  facts(): AuthorityFacts {
    const { licensor, signingKey } = this.#parts.tenant;
    const { tenantId, name, key } = licensor;
    return {
      tenantId,
      name,
      url: licensingUrl(licensor),
      modulusSha256: key.fingerprint,
      keyCreated: signingKey.created,
      home: this.#home,
    };
  }

  readRecord(filter?: RecordFilter): RecordReading {
    return this.#parts.record.read(filter);
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }
}
