import { UsageError } from '../errors.js';
import type { CipherMode } from './content-cipher.js';

/** Everything known about one way of cutting and chaining content; crypto.md §1–§4. */
export interface CipherModeFacts {
  /** The name the service uses, compared without case. */
  readonly serviceName: string;
  /** Bytes of a segment; each is chained on its own. */
  readonly segmentSize: 4096 | 512 | 16;
  /** Whether the end of an item is padded, so that the ciphertext tells the exact plaintext length. */
  readonly pads: boolean;
  /** What the number a segment's IV is made from grows by from one segment to the next; 0 where there is none. */
  readonly ivStep: 0 | 1 | 512;
  /** The code inside a sealed key (MS-RMPR 2.2.9.1.13.1). */
  readonly sealedKeyCode: number;
  /** The number the MIP SDK uses. */
  readonly mipNumber: number;
}

/** The one table of cipher modes. */
export const CIPHER_MODES: Readonly<Record<CipherMode, CipherModeFacts>> = {
  CBC4K: {
    serviceName: 'MICROSOFT.CBC4K',
    segmentSize: 4096,
    pads: true,
    ivStep: 1,
    sealedKeyCode: 0xfffd,
    mipNumber: 0,
  },
  CBC512: {
    serviceName: 'MICROSOFT.CBC512.NOPADDING',
    segmentSize: 512,
    pads: false,
    ivStep: 512,
    sealedKeyCode: 0xfffc,
    mipNumber: 2,
  },
  ECB: {
    serviceName: 'MICROSOFT.ECB',
    segmentSize: 16,
    pads: false,
    ivStep: 0,
    sealedKeyCode: 0xffff,
    mipNumber: 1,
  },
};

/** The table's entry. @throws UsageError when a caller without types names a mode that is not one of the three */
export function cipherModeFacts(mode: CipherMode): CipherModeFacts {
  if (!Object.hasOwn(CIPHER_MODES, mode)) throw new UsageError('There is no such cipher mode.');
  return CIPHER_MODES[mode];
}

/** The mode a service calls `name`, compared without case; `undefined` for any name that is not one of its three. */
export function cipherModeByServiceName(name: string): CipherMode | undefined {
  const wanted = name.toUpperCase();
  const modes: readonly CipherMode[] = ['CBC4K', 'CBC512', 'ECB'];
  return modes.find((mode) => CIPHER_MODES[mode].serviceName === wanted);
}
