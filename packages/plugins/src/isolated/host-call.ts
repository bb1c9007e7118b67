import { RightsmithError, WARNINGS, type FormatContext, type WarningCode } from '@rightsmith/core';
import type { AskMessage, CallMessage, EndMessage, HostMessage, TellMessage, UseMessage } from './messages.js';
import { checkedWhere, receivedError, sentError } from './sent-error.js';
import { ServedObjects } from './served-objects.js';

/** Errors of answers that are remembered, so that the plugin can pass the very one on. */
const MOST_ERRORS = 100;
const MOST_LOG_CHARACTERS = 4000;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** A request without its numbers. */
export type Request = Omit<CallMessage, 'call' | 'request'> | Omit<UseMessage, 'call' | 'request'>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One call of a method, until nothing of it is needed any more: opened content outlives the answer. */
export class HostCall {
  readonly id: number;
  readonly objects: ServedObjects = new ServedObjects();
  readonly #party: string;
  readonly #context: FormatContext;
  readonly #send: (message: HostMessage) => void;
  readonly #errors = new Map<number, RightsmithError>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #closers: (() => void)[] = [];
  #lastRequest = 0;
  #failed: RightsmithError | undefined;

  constructor(id: number, party: string, context: FormatContext, send: (message: HostMessage) => void) {
    this.id = id;
    this.#party = party;
    this.#context = context;
    this.#send = send;
  }

  /** Sends a request and waits for its end. @throws what the plugin threw, or why it is gone */
  async request(message: Request): Promise<unknown> {
    if (this.#failed !== undefined) throw this.#failed;
    const request = (this.#lastRequest += 1);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(request, { resolve, reject });
        this.#send({ ...message, call: this.id, request });
      });
    } finally {
      this.#waiting.delete(request);
    }
  }

  /** Answers a question of the plugin. */
  async answer({ ask, object, method, args }: AskMessage): Promise<void> {
    try {
      const value = await this.objects.answer(object, method, args);
      this.#send({ kind: 'answer', ask, value });
    } catch (error) {
      if (RightsmithError.is(error) && this.#errors.size < MOST_ERRORS) this.#errors.set(ask, error);
      this.#send({ kind: 'refuse', ask, error: sentError(error, ask) });
    }
  }

  /** Takes what the plugin says of this call. */
  receive(message: TellMessage | EndMessage): void {
    if (message.kind === 'tell') this.#tell(message);
    else if (message.kind === 'done') this.#waiting.get(message.request)?.resolve(message.value);
    else this.#waiting.get(message.request)?.reject(this.#errorOf(message));
  }

  /** The plugin is gone. */
  fail(error: RightsmithError): void {
    this.#failed = error;
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  whenClosed(closer: () => void): void {
    this.#closers.push(closer);
  }

  /** Nothing of the call is needed any more. Idempotent. */
  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0)) closer();
    await this.objects.close();
  }

  /** The very error where the plugin passes on one of the host's. */
  #errorOf({ error }: EndMessage & { readonly kind: 'failed' }): RightsmithError {
    return this.#errors.get(error.origin ?? 0) ?? receivedError(error, this.#party);
  }

  #tell({ what, args: [first, second, third] }: TellMessage): void {
    const { progress, warn, logger } = this.#context;
    if (what === 'progress' && typeof first === 'number') progress(first);
    if (what === 'warn' && typeof first === 'string' && Object.hasOwn(WARNINGS, first)) {
      warn(first as WarningCode, checkedWhere(second));
    }
    if (what !== 'log' || typeof second !== 'string') return;
    const level = LOG_LEVELS.find((one) => one === first) ?? 'debug';
    logger[level](second.slice(0, MOST_LOG_CHARACTERS), isObject(third) ? third : {});
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, never>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
