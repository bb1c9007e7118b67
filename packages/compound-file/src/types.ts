import type { MajorVersion } from './layout.js';
import type { ByteSource } from '@rightsmith/core';

/** The names from the root down, as an array, or joined by `/`. Case does not matter. Empty: the root. */
export type CompoundPath = string | readonly string[];

/** A storage (a folder) or a stream (a file) inside a compound file. */
export interface CompoundEntry {
  /** The names from the root down, as stored; empty for the root. */
  readonly path: readonly string[];
  readonly kind: 'storage' | 'stream';
  /** Bytes of a stream as its entry records them, unchecked until it is opened; 0 for a storage. */
  readonly size: number;
  /** A GUID in lower case without braces; undefined when all zero. */
  readonly classId: string | undefined;
  /** To the millisecond; undefined when none is recorded. */
  readonly created: Date | undefined;
  readonly modified: Date | undefined;
  /** 32 bits with a meaning only to the program that made the file. */
  readonly stateBits: number;
}

/** An opened compound file. It reads from the source it was opened on, and does not close it. */
export interface CompoundFile {
  readonly version: MajorVersion;
  /** Bytes: 512 in version 3, 4096 in version 4. */
  readonly sectorSize: number;
  readonly root: CompoundEntry;
  /** Everything below the root: siblings in the file's order, each storage followed by what is in it. */
  readonly entries: readonly CompoundEntry[];
  /** The entry at a path, by the format's own rule that ignores case; undefined when there is none. */
  find(path: CompoundPath): CompoundEntry | undefined;
  /**
   * The content of a stream. All its sectors are known to lie inside the file before this resolves, so that a cut file is
   * noticed here and not after half of the content. Reads go straight to the file, one call for each run of neighbouring
   * sectors. Closing it leaves the file open.
   *
   * @throws UsageError when no stream has this path; CorruptFile when its chain of sectors is broken; LimitReached
   */
  openStream(path: CompoundPath): Promise<ByteSource>;
}

/** What a hostile file may cost. Exceeding a member is LimitReached naming it. */
export interface CompoundLimits {
  /** Entries in the directory, unused ones included. */
  readonly entries: number;
  /** Storages inside each other. */
  readonly depth: number;
  /** Runs of neighbouring sectors in one stream. */
  readonly fragments: number;
}

/**
 * - `tolerant` checks what it reads, when it reads it: other programs' slips that leave no doubt are forgiven.
 * - `strict` checks the whole file when it is opened, against every rule that MS-CFB states with "must".
 */
export type Strictness = 'strict' | 'tolerant';

/** How to open a compound file. */
export interface OpenOptions {
  /** `tolerant` unless said otherwise. */
  readonly strictness?: Strictness | undefined;
  readonly limits?: Partial<CompoundLimits> | undefined;
}
