import type { Authority, AuthorityOptions, ClientOptions } from '@rightsmith/authority';
import type { AuthorityStore } from '@rightsmith/authority/store';
import type { ProtectionRules } from '@rightsmith/bulk';
import { NotSupportedByClient, RightsEngine, UsageError } from '@rightsmith/core';
import type {
  EngineOptions,
  FormatHandler,
  FormatRegistry,
  Logger,
  RmsAdministration,
  RmsClient,
} from '@rightsmith/core';
import { environmentPassphrase, type Side } from './config/passphrase.js';
import { readConfig } from './config/config.js';
import { configPath, resolveSettings, type Settings } from './config/settings.js';
import { loadFormats, type FormatSet } from './formats/format-set.js';
import type { SessionOptions } from './job/job.js';
import { openMsipcClient, type MsipcUse } from './msipc-use.js';
import { openRestClient, type RestUse } from './rest-use.js';

/** What only those who use it as a library bring along. */
export interface WiringParts {
  /** More formats, beside the built-in ones and those of session and configuration. */
  readonly formats?: readonly FormatHandler[] | undefined;
  /** How many threads work on long content, unless a call says otherwise. */
  readonly threads?: number | undefined;
}

/** What a run is made of, each part put together when it is first asked for: most verbs need few. */
export class Wiring {
  readonly #session: SessionOptions;
  readonly #logger: Logger | undefined;
  readonly #given: WiringParts;
  readonly #side: Side;
  #settings: Promise<Settings> | undefined;
  #formats: Promise<FormatSet> | undefined;
  #authority: Promise<Authority> | undefined;
  #rest: Promise<RestUse> | undefined;
  #msipc: Promise<MsipcUse> | undefined;
  readonly #clients = new Map<boolean, Promise<RmsClient>>();

  constructor(session: SessionOptions, logger?: Logger, given: WiringParts = {}, side: Side = 'main') {
    this.#session = session;
    this.#logger = logger;
    this.#given = given;
    this.#side = side;
  }

  /**
   * A wiring with the same formats for the authority that files are moved from; whoever asks closes it. A profile is looked
   * for where those of this run are, unless another home is named. Its secrets have names of their own in the environment.
   */
  async source(from: Pick<SessionOptions, 'as' | 'home' | 'profile'>): Promise<Wiring> {
    const { as, home, profile, config, ...others } = this.#session;
    const { defaultHome } = await import('@rightsmith/authority/default-home');
    const identity = as === undefined ? {} : { as };
    const place = home === undefined ? {} : { home };
    const sameConfig = { config: configPath(this.#session, defaultHome) };
    const named = {
      home: identity,
      profile: sameConfig,
      as: { ...place, ...(profile !== undefined && { profile }), ...(config !== undefined && { config }) },
    };
    const kind = from.home !== undefined ? 'home' : from.profile !== undefined ? 'profile' : 'as';
    return new Wiring({ ...others, ...named[kind], ...from }, this.#logger, this.#given, 'from');
  }

  /** Undefined: nobody wants to be told. */
  get logger(): Logger | undefined {
    return this.#logger;
  }

  /** The session, for threads to wire it again. @throws UsageError where that cannot be done */
  sessionForThreads(): SessionOptions {
    if ((this.#given.formats ?? []).length === 0) return this.#session;
    throw new UsageError('Formats that are objects of this program cannot go to threads.', {
      hint: 'Name them in the configuration, by path or package.',
    });
  }

  /** What the configuration says about protecting files of single extensions. @throws UsageError, CannotRead */
  async protectionRules(): Promise<ProtectionRules> {
    const { defaultHome } = await import('@rightsmith/authority/default-home');
    const path = configPath(this.#session, defaultHome);
    return (await readConfig(path, this.#session.config !== undefined))?.protection ?? {};
  }

  /** @throws UsageError, CannotRead */
  settings(): Promise<Settings> {
    return (this.#settings ??= this.#resolveSettings());
  }

  /** What runs with these settings need themselves, and nobody may protect: homes and configuration. @throws UsageError, CannotRead */
  async ownPlaces(): Promise<readonly string[]> {
    const { defaultHome } = await import('@rightsmith/authority/default-home');
    const { home } = await this.settings();
    return [home.value, defaultHome(), configPath(this.#session, defaultHome)];
  }

  /** The formats and where each came from. @throws UsageError, CannotRead */
  formats(): Promise<FormatSet> {
    return (this.#formats ??= loadFormats(this.#session, this.#given.formats ?? [], this.#logger));
  }

  /** An engine for what needs no key: no client, no profile. `formats` stand in for those of the run. */
  async keylessEngine(formats?: FormatRegistry): Promise<RightsEngine> {
    return this.#engine(formats === undefined ? {} : { formats });
  }

  /** An engine that opens by use licences the caller brings. */
  async useLicenseEngine(): Promise<RightsEngine> {
    const { removalRight } = await this.settings();
    return this.#engine({ removalRight: removalRight.value });
  }

  /** An engine with a client, see {@link Wiring.client}. */
  async engine(identity?: ClientOptions): Promise<RightsEngine> {
    const { removalRight } = await this.settings();
    return this.#engine({ removalRight: removalRight.value, client: await this.client(identity) });
  }

  /** The client of the settings: the embedded authority as their identity sees it (as super user or not), a service, or Microsoft's RMS Client. */
  client({ superUser = false }: ClientOptions = {}): Promise<RmsClient> {
    const client = this.#clients.get(superUser) ?? this.#openClient({ superUser });
    this.#clients.set(superUser, client);
    return client;
  }

  /** The administration of the embedded authority, or of the service of the settings. @throws NotSupportedByClient for a client that has none */
  async administration(): Promise<RmsAdministration> {
    const { as, client, rest, msipc } = await this.settings();
    if (rest !== undefined) return (await this.rest()).rest.administration;
    if (msipc === undefined) return (await this.authority()).administrationFor(as.value);
    throw new NotSupportedByClient(
      `Nothing can be administered by the client ${client.value}, which ${client.from} uses.`,
      {
        hint: 'Choose a profile of the embedded authority or of a service by --profile.',
      },
    );
  }

  /** The service of the settings; nothing is contacted yet. @throws UsageError where the profile is for another client */
  async rest(): Promise<RestUse> {
    const settings = await this.settings();
    const profile = settings.rest?.value;
    if (profile === undefined) {
      throw new UsageError('This is about a rights service, and no profile of one is chosen.', {
        hint: 'Choose a profile with "client": "rest" by --profile.',
      });
    }
    return (this.#rest ??= openRestClient(profile, settings, this.#side));
  }

  /** The embedded authority; made at first use. @throws UsageError where the profile is for another client; what opening it throws */
  async authority(): Promise<Authority> {
    await this.#checkIsAuthority();
    return (this.#authority ??= this.#openAuthority());
  }

  /** The authority whose record is asked for: that of the database, where the environment names one as for `serve`. @throws as {@link Wiring.authority} */
  async recordedAuthority(): Promise<Authority> {
    await this.#checkIsAuthority();
    const { openDatabaseStore } = await import('./database-store.js');
    return (this.#authority ??= this.#openAuthority(await openDatabaseStore()));
  }

  async #checkIsAuthority(): Promise<void> {
    const { client } = await this.settings();
    if (client.value !== 'authority') {
      throw new UsageError(
        `This is about the embedded authority, and ${client.from} uses the client ${client.value}.`,
        { hint: 'Choose a profile of the embedded authority by --profile.' },
      );
    }
  }

  /** How the embedded authority is opened. */
  async authorityOptions(): Promise<AuthorityOptions> {
    const { home } = await this.settings();
    const passphrase = environmentPassphrase(this.#side);
    return {
      home: home.value,
      ...(passphrase !== undefined && { passphrase }),
      ...(this.#logger !== undefined && { logger: this.#logger }),
    };
  }

  /** Closes what was opened. Idempotent. */
  async close(): Promise<void> {
    const parts = [...this.#clients.values(), this.#authority, this.#rest, this.#msipc];
    this.#clients.clear();
    this.#authority = this.#rest = this.#msipc = undefined;
    // What could not be opened need not be closed, and whoever asked for it has been told.
    for (const part of parts) await (await part?.catch(() => undefined))?.close();
  }

  async #engine(parts: Partial<EngineOptions>): Promise<RightsEngine> {
    return new RightsEngine({
      formats: parts.formats ?? (await this.formats()).registry,
      ...(this.#logger !== undefined && { logger: this.#logger }),
      ...(this.#given.threads !== undefined && { threads: this.#given.threads }),
      ...parts,
    });
  }

  async #resolveSettings(): Promise<Settings> {
    const { defaultHome } = await import('@rightsmith/authority/default-home');
    return resolveSettings(this.#session, defaultHome);
  }

  async #openClient(options: ClientOptions): Promise<RmsClient> {
    const { as, rest, msipc } = await this.settings();
    if (rest === undefined && msipc === undefined) return (await this.authority()).clientFor(as.value, options);
    if (options.superUser === true) {
      throw new UsageError('A service knows its super users by their sign-in.', { hint: 'Leave out --super-user.' });
    }
    return (await (msipc === undefined ? this.rest() : (this.#msipc ??= openMsipcClient(msipc.value)))).client;
  }

  async #openAuthority(store?: AuthorityStore): Promise<Authority> {
    const { openAuthority } = await import('@rightsmith/authority');
    return openAuthority({ ...(await this.authorityOptions()), ...(store !== undefined && { store }) });
  }
}
