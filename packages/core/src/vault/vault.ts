import { createCipheriv, createDecipheriv } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileSink } from '../bytes/file-sink.js';
import { systemErrorCode } from '../bytes/file-system-errors.js';
import { systemRandom } from '../defaults.js';
import { CannotRead, CannotWrite, CorruptFile, OutputExists, SignInNeeded } from '../errors.js';
import type { RandomSource } from '../types.js';
import { lockBytes, unlockBytes } from './passphrase-lock.js';

/** Encrypts what is kept on disk for one user: tokens, use licences. */
export interface Vault {
  /** @param context - what the bytes are and where they lie: they open under the same words only */
  seal(bytes: Uint8Array, context: string): Uint8Array;
  /** @throws CorruptFile for bytes that were changed, are of another vault, or were sealed under another context */
  open(sealed: Uint8Array, context: string): Uint8Array;
}

/** How a vault is opened. */
export interface VaultOptions {
  /** Locks the vault's key. A vault that was made without one is locked from the first time one is given. */
  readonly passphrase?: string;
  readonly random?: RandomSource;
}

const KEY_BYTES = 32;
const [NONCE, TAG] = [12, 16];
/** The first bytes of a key file, by whether the key is locked. */
const SIGNATURES = { plain: Buffer.from('RSV1-key'), locked: Buffer.from('RSV1-lck') };
const STRUCTURE = 'vault key';

/**
 * Opens the vault whose key is in the file `path` (0600); the first use makes it. Without a passphrase the key lies there as it
 * is: then the vault protects copies of single files only, not against who can read the folder.
 *
 * @throws SignInNeeded when the passphrase is missing or wrong; CorruptFile, CannotRead, CannotWrite
 */
export async function openVault(path: string, options: VaultOptions = {}): Promise<Vault> {
  const key = (await readKey(path, options)) ?? (await makeKey(path, options));
  return vaultOf(key, options.random ?? systemRandom);
}

async function makeKey(path: string, { passphrase, random = systemRandom }: VaultOptions): Promise<Uint8Array> {
  const key = random.bytes(KEY_BYTES);
  try {
    await writeKey(path, key, passphrase, { random, overwrite: false });
    return key;
  } catch (error) {
    // Another process came first: its key counts.
    const other =
      error instanceof OutputExists
        ? await readKey(path, { ...(passphrase !== undefined && { passphrase }) })
        : undefined;
    if (other !== undefined) return other;
    throw error;
  }
}

async function readKey(
  path: string,
  { passphrase, random = systemRandom }: VaultOptions,
): Promise<Uint8Array | undefined> {
  const bytes = await readVaultFile(path, 'The key of what is kept in the home');
  if (bytes === undefined) return undefined;
  const where = { file: path, structure: STRUCTURE };
  const [signature, rest] = [bytes.subarray(0, 8), bytes.subarray(8)];
  const isLocked = SIGNATURES.locked.equals(signature);
  if (isLocked && passphrase === undefined) {
    throw new SignInNeeded('What is kept in the home is locked with a passphrase.', {
      where,
      hint: 'Give the passphrase in RIGHTSMITH_PASSPHRASE, or forget what is kept by rightsmith logout.',
    });
  }
  const key = isLocked && passphrase !== undefined ? await unlockBytes(rest, passphrase, where) : new Uint8Array(rest);
  if ((!isLocked && !SIGNATURES.plain.equals(signature)) || key.length !== KEY_BYTES) {
    throw new CorruptFile('The key of what is kept in the home is damaged.', {
      where,
      hint: 'Remove the file and sign in again.',
    });
  }
  if (!isLocked && passphrase !== undefined) await writeKey(path, key, passphrase, { random, overwrite: true });
  return key;
}

async function writeKey(
  path: string,
  key: Uint8Array,
  passphrase: string | undefined,
  { random, overwrite }: { readonly random: RandomSource; readonly overwrite: boolean },
): Promise<void> {
  const content =
    passphrase === undefined
      ? Buffer.concat([SIGNATURES.plain, key])
      : Buffer.concat([SIGNATURES.locked, await lockBytes(key, passphrase, random)]);
  await writeVaultFile(path, content, overwrite);
}

/** Reads a file that {@link writeVaultFile} wrote; undefined where there is none. @param what - names it in an error @throws CannotRead */
export async function readVaultFile(path: string, what: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return undefined;
    throw new CannotRead(`${what} cannot be read.`, { where: { file: path }, cause });
  }
}

/** Writes a file only its user may read, whole or not at all; its folder is made. @throws CannotWrite; OutputExists unless `overwrite` */
export async function writeVaultFile(path: string, content: Uint8Array, overwrite = true): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CannotWrite('The folder cannot be made.', { where: { file: dirname(path) }, cause });
  }
  const sink = fileSink(path, { overwrite, mode: 0o600 });
  try {
    await sink.write(content);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

function vaultOf(key: Uint8Array, random: RandomSource): Vault {
  return {
    seal: (bytes, context) => {
      const nonce = random.bytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      return new Uint8Array(Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
    },
    open: (sealed, context) => {
      const damaged = (cause?: unknown): CorruptFile =>
        new CorruptFile('What was kept in the home is damaged.', { where: { structure: context }, cause });
      if (sealed.length < NONCE + TAG) throw damaged();
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-TAG));
      const bytes = decipher.update(sealed.subarray(NONCE, -TAG));
      try {
        decipher.final();
      } catch (cause) {
        throw damaged(cause);
      }
      return new Uint8Array(bytes);
    },
  };
}
