/** What a hostile file may cost. Every member is an option of the engine; exceeding one is LimitReached naming it. */
export interface Limits {
  /** Bytes of one publishing licence with its chain. licenses.md §11.7 */
  readonly licenseBytes: number;
  /** XrML blocks in one licence. */
  readonly licenseBlocks: number;
  /** Nesting of XML elements. */
  readonly xmlDepth: number;
  /** Elements and attributes of one XML document. */
  readonly xmlElements: number;
  /** Bytes `detect` may read of a source, per handler. */
  readonly detectBytes: number;
  /** Bytes a spool keeps in memory before it moves to an encrypted file. */
  readonly spoolMemoryBytes: number;
  /** Bytes of a container's clear-text metadata that are kept in memory. */
  readonly metadataBytes: number;
  /** Bytes that one compressed part of a container may have when inflated. */
  readonly inflatedBytes: number;
  /** How deep containers are looked into: 1 is the files in a container, 2 those in containers among them. */
  readonly containerDepth: number;
  /** Files inside a container, at all depths together. */
  readonly containedFiles: number;
  /** How many times the bytes of a container may be unpacked from it, at all depths together; `inflatedBytes` always may. */
  readonly expansionRatio: number;
  /** Bytes of all that is told about files inside a container. */
  readonly reportBytes: number;
}

/** The limits used where the caller names none. */
export const DEFAULT_LIMITS: Limits = {
  licenseBytes: 8 * 1024 * 1024,
  licenseBlocks: 100,
  xmlDepth: 64,
  xmlElements: 100_000,
  detectBytes: 4 * 1024 * 1024,
  spoolMemoryBytes: 16 * 1024 * 1024,
  metadataBytes: 16 * 1024 * 1024,
  inflatedBytes: 256 * 1024 * 1024,
  containerDepth: 8,
  containedFiles: 10_000,
  expansionRatio: 100,
  reportBytes: 64 * 1024 * 1024,
};
