import { CIPHER_MODES, type CipherMode } from '@rightsmith/core';
import type { ContentKey } from '@rightsmith/client-rest/contract';

/** A content key as the protocol tells it; rest.md §5.3. */
export function contentKey({ key, mode }: { readonly key: Uint8Array; readonly mode: CipherMode }): ContentKey {
  return {
    Algorithm: 'AES',
    Size: key.length,
    CipherMode: CIPHER_MODES[mode].serviceName,
    Value: Buffer.from(key).toString('base64'),
  };
}
