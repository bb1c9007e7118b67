/** A use licence that is kept. */
export interface KeptLicense {
  /** The service's answer, which `parseUseLicenseJson` reads; absent once it is over: then only its end is known. */
  readonly text?: string;
  /** Ms since 1970 when it was acquired. */
  readonly since: number;
  /** Ms since 1970 until when it counts. */
  readonly until: number;
}

/** Where use licences are kept. Keys are short texts of letters, digits and hyphens. Methods may be called at the same time. */
export interface LicenseStore {
  get(key: string): Promise<KeptLicense | undefined>;
  put(key: string, license: KeptLicense): Promise<void>;
  remove(key: string): Promise<void>;
  /** Forgets the text of what is over at `now`, and that there was any some weeks later. */
  sweep(now: number): Promise<void>;
  /** The latest time the store was told; 0 where none. */
  latestTime(): Promise<number>;
  /** Tells the store the time. */
  noteTime(now: number): Promise<void>;
}

/** Ms for which a store knows until when it had a licence. */
export const REMEMBERED_MS: number = 60 * 24 * 3_600_000;

/** What the sweeper makes of an entry; undefined: nothing is left of it. */
export function sweptLicense(kept: KeptLicense, now: number): KeptLicense | undefined {
  if (now < kept.until) return kept;
  return now < kept.until + REMEMBERED_MS ? { since: kept.since, until: kept.until } : undefined;
}

/** A store that lives as long as the process. */
export function memoryLicenseStore(): LicenseStore {
  const entries = new Map<string, KeptLicense>();
  let latest = 0;
  return {
    get: (key) => Promise.resolve(entries.get(key)),
    put: (key, license) => {
      entries.set(key, license);
      return Promise.resolve();
    },
    remove: (key) => {
      entries.delete(key);
      return Promise.resolve();
    },
    sweep: (now) => {
      for (const [key, kept] of entries) {
        const left = sweptLicense(kept, now);
        if (left === undefined) entries.delete(key);
        else entries.set(key, left);
      }
      return Promise.resolve();
    },
    latestTime: () => Promise.resolve(latest),
    noteTime: (now) => {
      latest = Math.max(latest, now);
      return Promise.resolve();
    },
  };
}
