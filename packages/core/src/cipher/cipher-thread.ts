import { Worker } from 'node:worker_threads';
import { InternalError, UsageError } from '../errors.js';
import type { RightsmithError } from '../errors.js';
import type { CipherMode } from './content-cipher.js';

/** What a thread is told when it starts. */
export interface ThreadSetup {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
}

/** One run of whole segments for a thread; its arguments were checked. It answers with the result, in the order of the tasks. */
export interface ThreadTask {
  readonly direction: 'encrypt' | 'decrypt';
  /** Number of the first segment. */
  readonly first: number;
  readonly bytes: Uint8Array;
}

/** Who waits for the result of a task. */
interface Waiting {
  readonly resolve: (result: Uint8Array) => void;
  readonly reject: (error: RightsmithError) => void;
}

/** A thread that encrypts and decrypts runs with one key. It starts with its first task and keeps the process alive only while it has one. */
export class CipherThread {
  readonly #setup: ThreadSetup;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  /** Why it takes no more tasks. */
  #ended: RightsmithError | undefined;

  constructor(setup: ThreadSetup) {
    this.#setup = setup;
  }

  /** Tasks that are not done. */
  get load(): number {
    return this.#waiting.length;
  }

  /**
   * @param given - whether the memory of the run may go to the thread; else it is copied
   * @throws InternalError when the thread cannot start or dies; UsageError when it is closed before the task is done
   */
  async work(task: ThreadTask, given: boolean): Promise<Uint8Array> {
    if (this.#ended !== undefined) throw this.#ended;
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(task, given ? ownBuffer(task.bytes) : []);
      this.#worker.ref();
    } catch (cause) {
      throw new InternalError('A thread of the content cipher cannot be started.', { cause });
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Ends the thread, in the middle of a task too. Idempotent. */
  async close(): Promise<void> {
    this.#end(new UsageError('The content cipher is closed.'));
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./cipher-worker.js', import.meta.url), {
      workerData: this.#setup,
      // Its program needs none of the options of this process, some of which cost it half a second.
      execArgv: [],
    });
    worker.on('message', (result: Uint8Array) => {
      this.#waiting.shift()?.resolve(result);
      if (this.#waiting.length === 0) worker.unref();
    });
    worker.on('error', (cause) => {
      this.#end(new InternalError('A thread of the content cipher failed.', { cause }));
    });
    worker.on('exit', () => {
      this.#end(new InternalError('A thread of the content cipher ended.'));
    });
    return worker;
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
