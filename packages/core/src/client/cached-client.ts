import { createHash } from 'node:crypto';
import { NetworkError, RightsmithError } from '../errors.js';
import { OWNER_RIGHT } from '../rights/rights.js';
import { foldAddress } from '../rights/users.js';
import type { Logger } from '../types.js';
import { memoryLicenseStore, type KeptLicense, type LicenseStore } from './license-store.js';
import type { ClientContext, RmsClient, UseLicense } from './rms-client.js';
import { parseUseLicenseJson } from './use-license-json.js';

/** How a client keeps use licences. */
export interface CachedClientOptions {
  /** Whom the client asks for: licences kept for another identity are not given out. */
  readonly identity: string;
  /** Default: memory, for as long as the client lives. */
  readonly store?: LicenseStore;
}

const DAY_MS = 24 * 3_600_000;
/** Days for which a licence counts whose end the service did not say; rms-client-features.md OFF-2. */
const USUAL_DAYS = 30;
/** Ms by which clocks may go back without being noticed. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Answers after which nothing of what was granted before counts. */
const REFUSALS: readonly string[] = ['AccessDenied', 'Expired', 'Revoked'];

/**
 * A client that keeps the use licences another one acquires, and answers from them without the service while they count: never
 * one that may not be kept (interval 0, NOLICCACHE), never past its end or that of the content (owners excepted), never once
 * the clock was set back, never a refusal. A revocation shows when the kept licence is over (rest.md §12).
 *
 * Clients whose use licences cannot be serialized (their key is out of reach) are asked every time. Failures of the store are
 * logged and else passed over.
 */
export function cachedClient(client: RmsClient, options: CachedClientOptions): RmsClient {
  const keeper = new LicenseKeeper(options);
  return {
    info: { ...client.info, can: { ...client.info.can, offline: true } },
    templates: (context) => client.templates(context),
    publish: (request, context) => client.publish(request, context),
    acquire: async (license, context) => {
      const key = keeper.keyOf(license);
      const { kept, clockSetBack } = await keeper.find(key, context);
      // What is kept has no handle of its key, which publishing again needs.
      const isKeyNeeded = context.purpose === 'republish' && client.info.can.reuseKey;
      const usable = clockSetBack || isKeyNeeded ? undefined : usableLicense(kept, context.clock.now());
      if (usable !== undefined) return usable;
      if (context.offline && !client.info.can.offline) throw notKept(kept, clockSetBack);
      try {
        const useLicense = await client.acquire(license, context);
        await keeper.keep(key, useLicense, context);
        return useLicense;
      } catch (error) {
        if (RightsmithError.is(error) && REFUSALS.includes(error.code)) await keeper.forget(key, context);
        throw error;
      }
    },
    ...(client.template !== undefined && { template: client.template.bind(client) }),
    ...(client.issuers !== undefined && {
      issuers: (context: ClientContext) => client.issuers?.(context) ?? Promise.resolve([]),
    }),
    ...(client.register !== undefined && { register: client.register.bind(client) }),
    close: () => client.close(),
  };
}

class LicenseKeeper {
  readonly #identity: string;
  readonly #store: LicenseStore;
  #swept: Promise<void> | undefined;

  constructor({ identity, store = memoryLicenseStore() }: CachedClientOptions) {
    this.#identity = foldAddress(identity);
    this.#store = store;
  }

  /** Licence and identity, hashed: file names tell neither. */
  keyOf(license: Uint8Array): string {
    const inner = createHash('sha256').update(license).digest();
    return createHash('sha256').update(inner).update(this.#identity).digest('hex');
  }

  async find(
    key: string,
    { clock, logger }: ClientContext,
  ): Promise<{ readonly kept?: KeptLicense; readonly clockSetBack: boolean }> {
    return passingOver(logger, { clockSetBack: false }, async () => {
      const now = clock.now();
      const kept = await this.#store.get(key);
      if (kept === undefined) return { clockSetBack: false };
      const latest = Math.max(await this.#store.latestTime(), kept.since);
      const clockSetBack = now < latest - CLOCK_TOLERANCE_MS;
      if (clockSetBack) logger.warn('The clock was set back: kept use licences are not used.');
      else await this.#store.noteTime(now);
      return { kept, clockSetBack };
    });
  }

  async keep(key: string, useLicense: UseLicense, { clock, logger }: ClientContext): Promise<void> {
    await passingOver(logger, undefined, async () => {
      const now = clock.now();
      await (this.#swept ??= this.#store.sweep(now));
      const until = await endOf(useLicense, now);
      const text = useLicense.serialize?.();
      if (text === undefined || until <= now) return this.#store.remove(key);
      await this.#store.put(key, { text, since: now, until });
      await this.#store.noteTime(now);
    });
  }

  async forget(key: string, { logger }: ClientContext): Promise<void> {
    await passingOver(logger, undefined, () => this.#store.remove(key));
  }
}

/** Ms since 1970 until when a licence may be kept; 0: not at all. */
async function endOf(useLicense: UseLicense, now: number): Promise<number> {
  const { offline, validUntil, contentValidUntil } = useLicense;
  if (!offline) return 0;
  const isOwner = await useLicense.allows(OWNER_RIGHT);
  const days = (await useLicense.policy())?.offlineDays ?? (validUntil === undefined ? USUAL_DAYS : undefined);
  const ends = [
    validUntil?.getTime(),
    isOwner ? undefined : contentValidUntil?.getTime(),
    days === undefined ? undefined : now + days * DAY_MS,
  ];
  return Math.min(...ends.filter((end) => end !== undefined));
}

function usableLicense(kept: KeptLicense | undefined, now: number): UseLicense | undefined {
  return kept?.text === undefined || now >= kept.until ? undefined : parseUseLicenseJson(kept.text);
}

function notKept(kept: KeptLicense | undefined, clockSetBack: boolean): NetworkError {
  const why = clockSetBack
    ? 'the clock was set back since it was last used'
    : kept === undefined
      ? 'no use licence is kept for this content'
      : `it could be opened without the service until ${new Date(kept.until).toISOString()}`;
  return new NetworkError(`The content cannot be opened offline: ${why}.`, { hint: 'Open it once without --offline.' });
}

async function passingOver<Value>(logger: Logger, otherwise: Value, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const code = RightsmithError.is(error) ? error.code : 'InternalError';
    logger.warn('The store of use licences failed.', { code });
    return otherwise;
  }
}
