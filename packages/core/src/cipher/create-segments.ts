import { CbcSegments } from './cbc-segments.js';
import type { CipherMode } from './content-cipher.js';
import { EcbBlocks } from './ecb-blocks.js';
import { cipherModeFacts } from './modes.js';
import type { SegmentCipher } from './segment-cipher.js';

/** What does the work of a mode in the thread it is called from. The key is not copied: it must stay what it is. */
export function createSegments(mode: CipherMode, key: Uint8Array): SegmentCipher {
  const facts = cipherModeFacts(mode);
  return mode === 'ECB' ? new EcbBlocks(key) : new CbcSegments(key, facts);
}
