import { CannotWrite } from '../errors.js';
import { allocate } from './allocate.js';
import { readFully, readFullyAtOnce, writeFully, writeFullyAtOnce } from './descriptor-io.js';
import { PIECE_BYTES } from './piece.js';
import type { Quickness } from './quick-or-beside.js';

/** How a file is filled. */
export interface PieceWriterOptions {
  /** Of the file: as long as its steps are quick, they are taken at once. */
  readonly quickness: Quickness;
  /** Whether what was written is read back and compared. */
  readonly readBack: boolean;
}

/** Fills an empty file from its beginning on, piece by piece, so that each is still in the cache when it is read back. */
export class PieceWriter {
  readonly #descriptor: number;
  readonly #quickness: Quickness;
  readonly #readBack: boolean;
  /** Bytes written. */
  #size = 0;
  /** What was read back last. */
  #copy: Uint8Array = new Uint8Array();

  constructor(descriptor: number, { quickness, readBack }: PieceWriterOptions) {
    this.#descriptor = descriptor;
    this.#quickness = quickness;
    this.#readBack = readBack;
  }

  /** Calls must not overlap. @throws the system's error; CannotWrite where the file reads otherwise than it was written */
  async write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; done += PIECE_BYTES) {
      const piece = bytes.subarray(done, done + PIECE_BYTES);
      const atOnce = this.#quickness.next() ? this.#quickness : undefined;
      await this.#put(piece, atOnce);
      if (this.#readBack) await this.#check(piece, atOnce);
      this.#size += piece.length;
    }
  }

  async #put(piece: Uint8Array, atOnce: Quickness | undefined): Promise<void> {
    if (atOnce === undefined) return writeFully(this.#descriptor, piece);
    atOnce.take(() => {
      writeFullyAtOnce(this.#descriptor, piece);
    });
  }

  async #check(piece: Uint8Array, atOnce: Quickness | undefined): Promise<void> {
    if (this.#copy.length < piece.length) this.#copy = allocate(piece.length);
    const range = [this.#descriptor, this.#size, piece.length, this.#copy] as const;
    const copy = atOnce === undefined ? await readFully(...range) : atOnce.take(() => readFullyAtOnce(...range));
    if (Buffer.compare(copy, piece) === 0) return;
    throw new CannotWrite('The result reads otherwise than it was written.', { hint: 'Check the disk.' });
  }
}
