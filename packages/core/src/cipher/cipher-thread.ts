import type { Worker } from 'node:worker_threads';
import type { FileRange } from '../bytes/source.js';
import { InternalError, UsageError } from '../errors.js';
import type { RightsmithError } from '../errors.js';
import type { CipherMode, Direction } from './content-cipher.js';
import { keepWorker, takeWorker } from './idle-workers.js';

/** What a thread is told before its first task. */
export interface ThreadSetup {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
  /** One number: tasks it has done. Its answers are heard a turn later, or more where the caller works too. */
  readonly done: Int32Array;
}

/** One run of whole segments for a thread; its arguments were checked. It answers in the order of the tasks. */
export interface ThreadTask {
  readonly direction: Direction;
  /** Number of the first segment. */
  readonly first: number;
  /** The run; where it is to be read from a file, memory for it. The result lies there too. */
  readonly bytes: Uint8Array;
  readonly file?: FileRange;
}

/** What a thread is sent. `forget`: the key, for now; another may follow. */
export type ThreadOrder = { readonly setup: ThreadSetup } | { readonly task: ThreadTask } | 'forget';

/** What comes back: first of all that it is ready for its tasks; then of each its result, which is empty where the file ended before the run, or why it cannot be read. */
export type ThreadAnswer = 'ready' | Uint8Array | SystemFailure;

/** An error of the system: its code does not go from thread to thread by itself. */
export interface SystemFailure {
  readonly message: string;
  readonly code: string;
}

/** Who waits for the result of a task. */
interface Waiting {
  readonly resolve: (result: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that encrypts and decrypts runs with one key. It keeps the process alive only while it has a task. */
export class CipherThread {
  readonly #setup: ThreadSetup;
  #sent = 0;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #isReady = false;
  /** Why it takes no more tasks. */
  #ended: RightsmithError | undefined;

  constructor(setup: Omit<ThreadSetup, 'done'>) {
    this.#setup = { ...setup, done: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  }

  /** Tasks that are not done at this moment. */
  get backlog(): number {
    return this.#sent - Atomics.load(this.#setup.done, 0);
  }

  /** Whether it has started, so that a task is worked on at once. */
  get isReady(): boolean {
    return this.#isReady && this.#ended === undefined;
  }

  /** @throws InternalError when it cannot start; why it has ended */
  start(): void {
    if (this.#ended !== undefined) throw this.#ended;
    try {
      this.#worker ??= this.#started();
    } catch (cause) {
      throw new InternalError('A thread of the content cipher cannot be started.', { cause });
    }
  }

  /**
   * @param given - whether the memory of the run may go to the thread; else it is copied
   * @throws InternalError when the thread cannot start or dies; UsageError when it is closed before the task is done; the
   *   system's error when the file cannot be read
   */
  async work(task: ThreadTask, given: boolean): Promise<Uint8Array> {
    this.start();
    this.#send({ task }, given ? ownBuffer(task.bytes) : []);
    this.#sent += 1;
    this.#worker?.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Ends the thread, in the middle of a task too; without one it stays for the next key. Idempotent. */
  async close(): Promise<void> {
    const worker = this.#worker;
    const isIdle = this.isReady && this.#waiting.length === 0;
    this.#end(new UsageError('The content cipher is closed.'));
    this.#worker = undefined;
    if (worker === undefined) return;
    if (isIdle) {
      worker.postMessage('forget' satisfies ThreadOrder);
      keepWorker(worker);
    } else await worker.terminate();
  }

  #started(): Worker {
    const { worker, isReady } = takeWorker();
    this.#isReady = isReady;
    worker.on('message', (answer: ThreadAnswer) => {
      if (answer === 'ready') this.#isReady = true;
      else this.#settle(answer);
      if (this.#waiting.length === 0) worker.unref();
    });
    worker.on('error', (cause) => {
      this.#end(new InternalError('A thread of the content cipher failed.', { cause }));
    });
    worker.on('exit', () => {
      this.#end(new InternalError('A thread of the content cipher ended.'));
    });
    worker.postMessage({ setup: this.#setup } satisfies ThreadOrder);
    return worker;
  }

  #send(order: ThreadOrder, transferred: ArrayBuffer[]): void {
    try {
      this.#worker?.postMessage(order, transferred);
    } catch (cause) {
      throw new InternalError('A thread of the content cipher takes no task.', { cause });
    }
  }

  #settle(answer: Uint8Array | SystemFailure): void {
    const waiting = this.#waiting.shift();
    if (answer instanceof Uint8Array) waiting?.resolve(answer);
    else waiting?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
  }

  #end(reason: RightsmithError): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

/** What can go to another thread with `bytes`: their memory where they are alone in it, else nothing. */
function ownBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
