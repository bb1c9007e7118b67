import { MessageChannel, Worker } from 'node:worker_threads';
import { InternalError, RightsmithError, SignInNeeded } from '@rightsmith/core';
import { HRESULT } from '../abi/constants.js';
import type { SignInAnswer, SignInReady, SignInRequest } from './sign-in-messages.js';

/** What the library wants a token for; rms-client-features.md AUTH-3. Names as it gives them: `authorization`, `resource`, `realm`. */
export type Challenge = Readonly<Record<string, string>>;

/** Gets a JSON Web Token for a challenge. `signal` fires when the operation that needs it is aborted. */
export type TokenProvider = (challenge: Challenge, signal: AbortSignal) => Promise<string>;

/** An operation during which the library may ask for a token. */
export interface SignIn {
  readonly provider: TokenProvider;
  readonly signal: AbortSignal;
  /** Told why there is no token: the library knows only a number. */
  readonly failed: (error: RightsmithError) => void;
}

/** The thread whose callback the library calls for tokens; it waits there while this thread gets one. */
export class SignInThread {
  readonly #worker: Worker;
  readonly #open = new Map<number, SignIn>();
  #last = 0;
  /** Address of the callback. */
  readonly callback: Promise<bigint>;

  constructor(libraryPath: string) {
    const { port1, port2 } = new MessageChannel();
    this.#worker = new Worker(new URL('./sign-in-worker.js', import.meta.url), {
      workerData: { port: port2, path: libraryPath },
      transferList: [port2],
      execArgv: [],
    });
    this.#worker.unref();
    this.callback = new Promise((resolve, reject) => {
      port1.on('message', (message: SignInReady | SignInRequest) => {
        if ('callback' in message) resolve(message.callback);
        else
          void this.#answer(message, (answer) => {
            port1.postMessage(answer);
          });
      });
      const fail = (cause?: unknown): void => {
        reject(new InternalError('The sign-in thread of the RMS Client failed.', { cause }));
      };
      this.#worker.on('error', fail);
      this.#worker.on('exit', () => {
        fail();
      });
    });
    this.callback.catch(() => undefined);
    port1.unref();
  }

  /** A number by which the library names the operation in its callback. */
  begin(signIn: SignIn): number {
    this.#open.set(++this.#last, signIn);
    return this.#last;
  }

  end(context: number): void {
    this.#open.delete(context);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #answer({ context, challenge, answered }: SignInRequest, send: (answer: SignInAnswer) => void): Promise<void> {
    send(await this.#token(context, Object.fromEntries(challenge)));
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  }

  async #token(context: number, challenge: Challenge): Promise<SignInAnswer> {
    const signIn = this.#open.get(context);
    if (signIn === undefined) return { hresult: HRESULT.notAuthenticated };
    const settled = new AbortController();
    try {
      const { provider, signal } = signIn;
      const token = await Promise.race([provider(challenge, signal), aborted(signal, settled.signal)]);
      if (token === CANCELLED) return { hresult: HRESULT.cancelled };
      if (typeof token === 'string' && token !== '') return { token };
      throw new SignInNeeded('The token provider gave no token.');
    } catch (cause) {
      const isOurs = RightsmithError.is(cause);
      signIn.failed(isOurs ? cause : new SignInNeeded('There is no token for the rights service.', { cause }));
      return { hresult: HRESULT.notAuthenticated };
    } finally {
      settled.abort();
    }
  }
}

const CANCELLED: unique symbol = Symbol('cancelled');

/** Watches `signal` until `until` fires: it may live much longer than one sign-in. */
function aborted(signal: AbortSignal, until: AbortSignal): Promise<typeof CANCELLED> {
  return new Promise((resolve) => {
    const cancel = (): void => {
      resolve(CANCELLED);
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true, signal: until });
  });
}
