/**
 * Bytes of a piece that is still in the cache next to a processor when the next step comes to it. Whole segments of every cipher.
 * The system takes three times as long to read a file into memory that is not in the cache.
 */
export const PIECE_BYTES: number = 128 * 1024;
