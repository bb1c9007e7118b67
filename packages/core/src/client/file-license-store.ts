import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRead, CannotWrite, CorruptFile, RightsmithError } from '../errors.js';
import { readVaultFile, writeVaultFile, type Vault } from '../vault/vault.js';
import { sweptLicense, type KeptLicense, type LicenseStore } from './license-store.js';

const SUFFIX = '.license';
/** Since and until in clear, so that sweeping need not decrypt; the seal covers them. */
const TIMES_BYTES = 16;
const CLOCK_FILE = 'clock';
/** Ms by which the noted time may lag: it is not written for every licence. */
const CLOCK_STEP_MS = 60_000;
/** What errors call a file of the store. */
const KEPT = 'A kept use licence';

/**
 * A store in files of a folder, one a licence, each encrypted in the vault; readable by their user only. Several processes may
 * use it. What is damaged counts as not there.
 */
export function fileLicenseStore(folder: string, vault: Vault): LicenseStore {
  const pathOf = (key: string): string => join(folder, `${key}${SUFFIX}`);
  const clockPath = join(folder, CLOCK_FILE);
  const read = async (key: string): Promise<KeptLicense | undefined> => {
    const bytes = await readVaultFile(pathOf(key), KEPT);
    return bytes === undefined ? undefined : orNothing(() => unpack(bytes, key, vault));
  };
  const latestTime = async (): Promise<number> => {
    const sealed = await readVaultFile(clockPath, KEPT);
    const bytes = sealed === undefined ? undefined : orNothing(() => vault.open(sealed, CLOCK_FILE));
    return bytes === undefined ? 0 : readTime(bytes, 0);
  };
  const put = (key: string, kept: KeptLicense): Promise<void> => writeVaultFile(pathOf(key), pack(kept, key, vault));
  const remove = (key: string): Promise<void> => removeFile(pathOf(key));
  return {
    get: read,
    put,
    remove,
    latestTime,
    noteTime: async (now) => {
      if (now < (await latestTime()) + CLOCK_STEP_MS) return;
      await writeVaultFile(clockPath, vault.seal(timesOf(now), CLOCK_FILE));
    },
    sweep: async (now) => {
      for (const key of await keysIn(folder)) {
        const kept = await read(key);
        const left = kept === undefined ? undefined : sweptLicense(kept, now);
        if (left === undefined) await remove(key);
        else if (left !== kept) await put(key, left);
      }
    },
  };
}

function pack({ since, until, text = '' }: KeptLicense, key: string, vault: Vault): Uint8Array {
  const times = timesOf(since, until);
  return Buffer.concat([times, vault.seal(new TextEncoder().encode(text), contextOf(key, times))]);
}

/** @throws CorruptFile */
function unpack(bytes: Uint8Array, key: string, vault: Vault): KeptLicense {
  if (bytes.length < TIMES_BYTES) throw new CorruptFile('A kept use licence is cut short.');
  const times = bytes.subarray(0, TIMES_BYTES);
  const text = new TextDecoder().decode(vault.open(bytes.subarray(TIMES_BYTES), contextOf(key, times)));
  return { since: readTime(times, 0), until: readTime(times, 8), ...(text !== '' && { text }) };
}

/** A licence opens under its own name and with its own times only. */
function contextOf(key: string, times: Uint8Array): string {
  return `use licence ${key} ${Buffer.from(times).toString('hex')}`;
}

function timesOf(...times: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(8 * times.length);
  times.forEach((time, index) => bytes.writeDoubleBE(time, 8 * index));
  return bytes;
}

function readTime(bytes: Uint8Array, offset: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readDoubleBE(offset);
}

function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (RightsmithError.is(error) && error.code === 'CorruptFile') return undefined;
    throw error;
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (cause) {
    throw new CannotWrite(`${KEPT} cannot be removed.`, { where: { file: path }, cause });
  }
}

async function keysIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new CannotRead('The kept use licences cannot be read.', { where: { file: folder }, cause });
  }
}
