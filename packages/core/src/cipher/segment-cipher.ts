/** The work of a content cipher, on arguments that were checked. */
export interface SegmentCipher {
  /**
   * Consecutive segments from number `first`, whole blocks; of the last segment there may be less than a full one. If `given`,
   * the result may take the place of the input, which pays for long runs.
   */
  encrypt(first: number, plain: Uint8Array, given: boolean): Uint8Array;
  decrypt(first: number, cipher: Uint8Array, given: boolean): Uint8Array;
  /** Items, each from segment 0; padded where the mode pads, else of whole blocks. */
  encryptItems(items: readonly Uint8Array[]): Uint8Array[];
  /** The reverse, for items of whole blocks; `undefined` where the padding is wrong. */
  decryptItems(items: readonly Uint8Array[]): (Uint8Array | undefined)[];
}
