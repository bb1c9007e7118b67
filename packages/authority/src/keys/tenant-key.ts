import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { CorruptFile, fromKeyObject, type LicensePublicKey, type Logger } from '@rightsmith/core';
import type { KeyEntry } from '../home/authority-file.js';
import { keyPath, type HomePaths } from '../home/home-paths.js';
import { readHomeFile } from '../home/private-file.js';
import { decodeKeyFile, isLocked } from './key-file.js';

/** Mode 2 of licences, licenses.md §1. */
const MODULUS_BITS = 2048;

/** A key of the tenant: signs licences and opens the content keys sealed to it. */
export interface TenantKey {
  /** GUID; the id of the service in licences. */
  readonly id: string;
  readonly created: Date;
  readonly privateKey: KeyObject;
  readonly publicKey: LicensePublicKey;
}

/** A new tenant key as PKCS#8 DER. */
export async function generateTenantKey(): Promise<Uint8Array> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicExponent: 0x10001,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return privateKey;
}

/**
 * Reads and parses one key of the home, and warns where others could read it too.
 *
 * @throws CannotRead; CorruptFile; SignInNeeded when the passphrase is missing or wrong
 */
export async function readTenantKey(
  paths: HomePaths,
  entry: KeyEntry,
  passphrase: string | undefined,
  logger: Logger,
): Promise<TenantKey> {
  const path = keyPath(paths, entry.id);
  const content = await readHomeFile(path, 'tenant key');
  warnOfReaders(path, logger);
  if (passphrase !== undefined && !isLocked(content)) {
    logger.warn('A passphrase was given, but the tenant key is stored without one.', { file: path });
  }
  const der = await decodeKeyFile(content, path, passphrase);
  const privateKey = parseKey(der, path);
  return { id: entry.id, created: new Date(entry.created), privateKey, publicKey: fromKeyObject(privateKey) };
}

function parseKey(der: Uint8Array, path: string): KeyObject {
  const damaged = (message: string, cause?: unknown): CorruptFile =>
    new CorruptFile(message, {
      where: { file: path, structure: 'tenant key' },
      hint: 'Restore the file from a backup of the home: without it nothing it protects can be opened.',
      cause,
    });
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw damaged('The tenant key is not a private key in PKCS#8 form.', cause);
  }
  if (key.asymmetricKeyType !== 'rsa' || key.asymmetricKeyDetails?.modulusLength !== MODULUS_BITS) {
    throw damaged(`The tenant key is not an RSA key of ${MODULUS_BITS} bits.`);
  }
  return key;
}

function warnOfReaders(path: string, logger: Logger): void {
  // Windows guards files by access lists, which these bits do not show.
  if (process.platform === 'win32') return;
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    logger.warn('Other users can read the tenant key; take their access away (chmod 600).', {
      file: path,
      mode: mode.toString(8),
    });
  }
}
