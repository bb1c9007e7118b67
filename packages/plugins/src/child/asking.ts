import { RightsmithError } from '@rightsmith/core';
import type { Channel } from '../isolated/channel.js';
import type { HostMessage, PluginMessage } from '../isolated/messages.js';
import { receivedError, type SentError } from '../isolated/sent-error.js';

/** Asks for something of an object of the host. */
export type Ask = (object: string, method: string, ...args: readonly unknown[]) => Promise<unknown>;

/** Questions to the host and their answers. */
export class Asking {
  readonly #channel: Channel<PluginMessage, HostMessage>;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  /** Which answer an error was. */
  readonly #origins = new WeakMap<RightsmithError, number>();
  #lastAsk = 0;

  constructor(channel: Channel<PluginMessage, HostMessage>) {
    this.#channel = channel;
  }

  /** The questions of one call. */
  of(call: number): Ask {
    return (object, method, ...args) =>
      new Promise((resolve, reject) => {
        const ask = (this.#lastAsk += 1);
        // Throws where it is too long for a message.
        this.#channel.send({ kind: 'ask', call, ask, object, method, args });
        this.#waiting.set(ask, { resolve, reject });
      });
  }

  answer(ask: number, value: unknown): void {
    this.#take(ask)?.resolve(value);
  }

  refuse(ask: number, sent: SentError): void {
    const error = receivedError(sent, 'The host');
    this.#origins.set(error, ask);
    this.#take(ask)?.reject(error);
  }

  /** The question whose answer the error was, if any. */
  originOf(error: unknown): number | undefined {
    return RightsmithError.is(error) ? this.#origins.get(error) : undefined;
  }

  #take(ask: number): { resolve: (value: unknown) => void; reject: (error: Error) => void } | undefined {
    const waiting = this.#waiting.get(ask);
    this.#waiting.delete(ask);
    return waiting;
  }
}
