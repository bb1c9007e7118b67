import { UsageError, CorruptFile } from '../errors.js';
import { ecbDecryption, ecbEncryption } from '../cipher/aes.js';
import { isKeyLength } from './key-header.js';

const BLOCK_LENGTH = 16;
const START = '<XrML';
const END = '</XrML>';

/**
 * Encrypts the text of a policy under the content key: AES-ECB over UTF-16LE, whatever the mode of the content; licenses.md §7.1.
 * [U] there: the fill up to a whole block is zeros.
 */
export function encryptRightsData(text: string, key: Uint8Array): Uint8Array {
  requireKey(key);
  const plain = Buffer.from(text, 'utf16le');
  const filled = Buffer.alloc(Math.ceil(plain.length / BLOCK_LENGTH) * BLOCK_LENGTH);
  filled.set(plain);
  return new Uint8Array(ecbEncryption(key).update(filled));
}

/**
 * The text of an encrypted policy, `<XrML` to `</XrML>`. What fills the last block does not matter.
 *
 * @throws CorruptFile when no such text comes out: damaged data or a wrong key, which cannot be told apart
 */
export function decryptRightsData(bytes: Uint8Array, key: Uint8Array): string {
  requireKey(key);
  if (bytes.length % BLOCK_LENGTH === 0) {
    const text = Buffer.from(ecbDecryption(key).update(bytes)).toString('utf16le');
    const end = text.indexOf(END);
    if (text.startsWith(START) && end >= 0) return text.slice(0, end + END.length);
  }
  throw new CorruptFile('The encrypted rights data do not open with this content key.', {
    where: { structure: 'Encrypted-Rights-Data' },
  });
}

function requireKey(key: Uint8Array): void {
  if (!isKeyLength(key.length)) throw new UsageError(`A content key cannot have ${key.length} bytes.`);
}
