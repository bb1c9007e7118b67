/** Bytes of the length that stands in front of every encrypted string and stream, big-endian; pdf-irm.md §3.3. */
export const PREFIX_SIZE = 4;

/** Bytes of an AES block. */
export const BLOCK_SIZE = 16;

/** The largest length the prefix can hold. */
export const LARGEST_LENGTH = 0xffff_ffff;

/**
 * Above this size a stream's prefix may be too small: the published code writes it from the first 32 KiB alone; pdf-irm.md §3.3.
 */
export const UNRELIABLE_ABOVE: number = 64 * 1024 * 1024;
