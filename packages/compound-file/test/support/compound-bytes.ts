import { bytesSource, memorySink } from '@rightsmith/core';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import type { CompoundFile, CompoundInput, OpenOptions } from '@rightsmith/compound-file';
import { ENTRY_BYTES, HEADER } from '../../src/layout.js';

/** A stream with content that differs from place to place. */
export function streamOf(path: string, size: number): CompoundInput {
  return { kind: 'stream', path, content: bytesSource(patternOf(size)) };
}

/** `size` bytes of which no two sectors are the same. */
export function patternOf(size: number): Uint8Array {
  return new Uint8Array(size).map((_, index) => (index % 251) + (Math.floor(index / 512) % 5));
}

/** What our writer makes of the entries. */
export async function compoundBytes(inputs: readonly CompoundInput[]): Promise<Uint8Array> {
  const sink = memorySink();
  await writeCompoundFile(inputs, sink);
  return sink.bytes();
}

/** Opens a file in memory. */
export function openBytes(bytes: Uint8Array, options?: OpenOptions): Promise<CompoundFile> {
  return openCompoundFile(bytesSource(bytes), options);
}

/** All bytes of a stream. */
export async function readStream(file: CompoundFile, path: string | readonly string[]): Promise<Uint8Array> {
  const source = await file.openStream(path);
  return source.read(0, source.size);
}

/** Every stream by its path, joined with `/`. */
export async function readStreams(file: CompoundFile): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const { kind, path } of file.entries) {
    if (kind === 'stream') contents.set(path.join('/'), await readStream(file, path));
  }
  return contents;
}

/** The numbers of a file of version 3 as our writer lays it out, to be read and falsified. */
export class Tampering {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get(offset: number): number {
    return this.#view.getUint32(offset, true);
  }

  set(offset: number, value: number): this {
    this.#view.setUint32(offset, value, true);
    return this;
  }

  sectorOffset(sector: number): number {
    return (sector + 1) * 512;
  }

  /** Where the FAT's entry of a sector is. */
  fatOffset(sector: number): number {
    return this.sectorOffset(this.get(HEADER.difat)) + sector * 4;
  }

  /** Where the mini FAT's entry of a mini sector is. */
  miniFatOffset(miniSector: number): number {
    return this.sectorOffset(this.get(HEADER.firstMiniFatSector)) + miniSector * 4;
  }

  /** Where the directory entry with a name is. */
  entryOffset(name: string): number {
    const wanted = Buffer.from(`${name}\0`, 'utf16le');
    const directory = this.sectorOffset(this.get(HEADER.firstDirectorySector));
    for (let offset = directory; offset < this.bytes.length; offset += ENTRY_BYTES) {
      if (wanted.equals(this.bytes.subarray(offset, offset + wanted.length))) return offset;
    }
    throw new Error(`no entry ${name}`);
  }

  /** The place of a directory entry among the entries. */
  entryId(name: string): number {
    return (this.entryOffset(name) - this.sectorOffset(this.get(HEADER.firstDirectorySector))) / ENTRY_BYTES;
  }
}
