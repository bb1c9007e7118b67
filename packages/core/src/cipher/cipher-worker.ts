// The program of a CipherThread.
import { parentPort } from 'node:worker_threads';
import type { FileRange } from '../bytes/source.js';
import type { ThreadAnswer, ThreadOrder, ThreadSetup, ThreadTask } from './cipher-thread.js';
import { createSegments } from './create-segments.js';
import { FilePieces, FileUnreadable, nothingBeyondEnd, piecesMemory } from './file-pieces.js';
import type { Pieces, SegmentCipher } from './segment-cipher.js';

let setup: ThreadSetup | undefined;
let segments: SegmentCipher | undefined;
let memory: Uint8Array | undefined;

parentPort?.on('message', (order: ThreadOrder) => {
  if (order === 'forget') forget();
  else if ('setup' in order) begin(order.setup);
  else
    answer(
      order.task.file === undefined ? work(order.task, order.task.bytes) : workOnFile(order.task, order.task.file),
    );
});
answer('ready');

function answer(result: ThreadAnswer): void {
  if (setup !== undefined) Atomics.add(setup.done, 0, 1);
  parentPort?.postMessage(result, result instanceof Uint8Array ? [result.buffer as ArrayBuffer] : []);
}

function begin(next: ThreadSetup): void {
  setup = next;
  segments = createSegments(next.mode, next.key);
}

function forget(): void {
  setup?.key.fill(0);
  setup = segments = memory = undefined;
}

/** Only long runs come here, and the memory of each is given. */
function work({ direction, first, bytes }: ThreadTask, input: Pieces): Uint8Array {
  if (segments === undefined) throw new Error('A task came before its key.');
  return segments[direction](first, input, bytes);
}

function workOnFile(task: ThreadTask, file: FileRange): ThreadAnswer {
  const input = new FilePieces(file, (memory ??= piecesMemory()));
  try {
    return nothingBeyondEnd(() => work(task, input));
  } catch (error) {
    if (error instanceof FileUnreadable) return { code: error.code, message: error.message };
    throw error;
  }
}
