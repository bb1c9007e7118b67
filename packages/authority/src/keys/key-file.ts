import { CorruptFile, SignInNeeded, type RandomSource, type Where } from '@rightsmith/core';
import type { KeyContent } from '../store/authority-store.js';
import { jsonText } from '../home/json-file.js';
import { parseJson } from '../home/parse-json.js';
import { LOCKED_KEY, lockKey, unlockKey } from './locked-key.js';

/** The content of a key file: PKCS#8 DER as it is, or locked with a passphrase. */
export async function encodeKeyFile(
  der: Uint8Array,
  passphrase: string | undefined,
  random: RandomSource,
): Promise<KeyContent> {
  return passphrase === undefined ? der : jsonText(await lockKey(der, passphrase, random));
}

/** Whether a key file's content is locked with a passphrase: JSON begins with a brace, DER never does. */
export function isLocked(content: Uint8Array): boolean {
  return content[0] === '{'.charCodeAt(0);
}

/**
 * The PKCS#8 DER of a key file.
 *
 * @throws SignInNeeded when the passphrase is missing or wrong; CorruptFile
 */
export async function decodeKeyFile(
  content: Uint8Array,
  where: Where,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  if (!isLocked(content)) return content;
  const locked = parseJson(
    new TextDecoder().decode(content),
    LOCKED_KEY,
    (problem, cause) =>
      new CorruptFile(`The tenant key ${problem}.`, {
        where,
        hint: 'Restore the file from a backup of the home; if a newer version of Rightsmith wrote it, use that version.',
        cause,
      }),
  );
  if (passphrase === undefined) {
    throw new SignInNeeded('The tenant key is locked with a passphrase.', {
      where,
      hint: 'Set RIGHTSMITH_PASSPHRASE to the passphrase of the home.',
    });
  }
  return unlockKey(locked, passphrase, where);
}
