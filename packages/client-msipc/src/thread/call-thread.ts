import { Worker } from 'node:worker_threads';
import { InternalError, UsageError, type RightsmithError } from '@rightsmith/core';
import type { AnswerMessage, CallMessage, Failure, OperationName, Operations } from './messages.js';

/** An operation that failed, before it is known what that means to the caller. */
export class OperationFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`An operation of the RMS Client failed: ${failure.kind}.`);
    this.failure = failure;
  }
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The one thread that calls the library, operation by operation, in the order they were asked for. It keeps the process alive only while it has one. */
export class CallThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  /** Why it takes no more operations. */
  #ended: RightsmithError | undefined;

  /** @param program - what the thread runs */
  constructor(program: URL = new URL('./call-worker.js', import.meta.url)) {
    // Its program needs none of the options of this process.
    this.#worker = new Worker(program, { execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (message: AnswerMessage) => {
      this.#settle(message);
    });
    this.#worker.on('error', (cause) => {
      this.#end(new InternalError('The thread of the RMS Client failed.', { cause }));
    });
    this.#worker.on('exit', () => {
      this.#end(new InternalError('The thread of the RMS Client ended.'));
    });
  }

  /**
   * @param given - memory that goes to the thread instead of being copied
   * @throws OperationFailure; InternalError when the thread is gone; UsageError after {@link CallThread.close}
   */
  async run<Name extends OperationName>(
    name: Name,
    call: Operations[Name]['call'],
    given: readonly ArrayBuffer[] = [],
  ): Promise<Operations[Name]['answer']> {
    if (this.#ended !== undefined) throw this.#ended;
    const id = ++this.#last;
    this.#worker.postMessage({ id, name, call } satisfies CallMessage, [...given]);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
    });
  }

  /** Lets the operations end, shuts the library down and ends the thread. Idempotent. */
  async close(): Promise<void> {
    if (this.#ended === undefined) {
      const closed = this.run('close', undefined).catch(() => undefined);
      this.#ended = new UsageError('The RMS Client was closed.');
      await closed;
    }
    await this.#worker.terminate();
  }

  #settle({ id, answer, failure }: AnswerMessage): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (failure === undefined) waiting?.resolve(answer);
    else waiting?.reject(new OperationFailure(failure));
  }

  #end(reason: RightsmithError): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
