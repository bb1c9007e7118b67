import type { MsipcCipher } from './msipc-cipher.js';

/** What stands behind a use licence of this client, so that its content can be published again. */
export interface IssuedKey {
  readonly cipher: MsipcCipher;
  readonly contentId: string;
  readonly owner?: string | undefined;
}
