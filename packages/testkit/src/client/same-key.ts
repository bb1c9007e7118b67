import type { ContentCipher } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import { seededRandom } from '../seeded-random.js';

/** Fails unless what one cipher encrypts the other decrypts. Both stay open. */
export async function assertSameKey(one: ContentCipher, other: ContentCipher): Promise<void> {
  const plain = seededRandom(3).bytes(one.segmentSize);
  const encrypted = await one.encrypt(0, plain, false);
  assertEqualBytes(await other.decrypt(0, encrypted, false), plain, 'what the other key decrypts');
}
