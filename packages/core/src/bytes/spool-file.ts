import type { Cipher } from 'node:crypto';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { CannotRead } from '../errors.js';
import type { RandomSource } from '../types.js';
import { allocate } from './allocate.js';
import { readFully, writeFully } from './descriptor-io.js';
import { readFailure, writeFailure } from './file-system-errors.js';
import type { TemporaryFile } from './temporary-file.js';
import { createTemporaryFile, discardTemporaryFile } from './temporary-file.js';

const ALGORITHM = 'aes-256-ctr';
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

/** Bytes encrypted or decrypted at once; node:crypto stops at 2 GiB, and memory should stay small. */
const PIECE_BYTES = 1024 * 1024;

/**
 * A scratch file of ciphertext. The key exists only in memory and only for this file, each place of which is written once,
 * so the counter may start at zero.
 */
export class SpoolFile {
  readonly #folder: string;
  readonly #file: TemporaryFile;
  readonly #key: Uint8Array;
  readonly #cipher: Cipher;

  private constructor(folder: string, file: TemporaryFile, key: Uint8Array) {
    this.#folder = folder;
    this.#file = file;
    this.#key = key;
    this.#cipher = createCipheriv(ALGORITHM, key, counterAt(0));
  }

  /** @throws CannotWrite */
  static async create(folder: string, random: RandomSource): Promise<SpoolFile> {
    try {
      const file = await createTemporaryFile(folder, 0o600);
      // A file without a name ends with the process. Where the system keeps the name, `close` removes it.
      await unlink(file.path).catch(() => undefined);
      return new SpoolFile(folder, file, random.bytes(KEY_BYTES));
    } catch (error) {
      throw writeFailure(folder, error);
    }
  }

  /** Calls must not overlap. @throws CannotWrite */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; done += PIECE_BYTES) {
        const piece = this.#cipher.update(bytes.subarray(done, done + PIECE_BYTES));
        await writeFully(this.#file.handle.fd, piece);
      }
    } catch (error) {
      throw writeFailure(this.#folder, error);
    }
  }

  /** A range that was appended. Calls may overlap. @throws CannotRead */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const decipher = createDecipheriv(ALGORITHM, this.#key, counterAt(offset));
    decipher.update(new Uint8Array(offset % BLOCK_BYTES));
    const plain = allocate(length);
    for (let done = 0; done < length; done += PIECE_BYTES) {
      const piece = await this.#readPiece(offset + done, Math.min(PIECE_BYTES, length - done));
      plain.set(decipher.update(piece), done);
    }
    return plain;
  }

  /** Forgets the key and removes the file; idempotent. */
  async close(): Promise<void> {
    this.#key.fill(0);
    await discardTemporaryFile(this.#file);
  }

  async #readPiece(offset: number, length: number): Promise<Uint8Array> {
    const piece = await readFully(this.#file.handle.fd, offset, length).catch((error: unknown) => {
      throw readFailure(this.#folder, error);
    });
    if (piece.length < length) throw new CannotRead('A temporary file was cut while it was in use.');
    return piece;
  }
}

/** The big-endian counter of the block that holds `offset`. */
function counterAt(offset: number): Uint8Array {
  const counter = new Uint8Array(BLOCK_BYTES);
  new DataView(counter.buffer).setBigUint64(8, BigInt(Math.floor(offset / BLOCK_BYTES)));
  return counter;
}
