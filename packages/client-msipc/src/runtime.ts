import { Aborted, throwIfAborted, type ClientContext, type RightsmithError } from '@rightsmith/core';
import { API_MODE, PROMPT_FLAG } from './abi/constants.js';
import { toError } from './errors/to-error.js';
import { MISSING_KOFFI } from './library/missing.js';
import { thumbprintOf, type MsipcClientOptions, type MsipcOptions } from './options.js';
import { CallThread, OperationFailure } from './thread/call-thread.js';
import { cancelEvents, type MakeCancelEvent } from './thread/cancel-events.js';
import type { Opened, OperationName, Operations, Prompt, PromptCredential } from './thread/messages.js';
import { SignInThread } from './thread/sign-in-thread.js';

/** The operations that may ask somebody, or wait for the network. */
export type PromptedOperation = {
  [Name in OperationName]: Operations[Name]['call'] extends { readonly prompt: Prompt } ? Name : never;
}[OperationName];

/** Everything a prompted operation needs beside the context of the caller. */
export interface PromptedCall<Name extends PromptedOperation> {
  readonly name: Name;
  readonly call: Omit<Operations[Name]['call'], 'prompt'>;
  /** Gives back what came too late. */
  readonly discard?: (answer: Operations[Name]['answer']) => void;
}

/** The open library and its threads. */
export class Runtime {
  readonly opened: Opened;
  readonly server: boolean;
  readonly #calls: CallThread;
  readonly #makeEvent: MakeCancelEvent;
  #signIn: SignInThread | undefined;

  private constructor(opened: Opened, server: boolean, calls: CallThread, makeEvent: MakeCancelEvent) {
    this.opened = opened;
    this.server = server;
    this.#calls = calls;
    this.#makeEvent = makeEvent;
  }

  /** @throws NotSupportedByClient where the RMS Client or koffi is missing; what the library fails with */
  static async open({ library, mode = 'client', storeName, application }: MsipcOptions): Promise<Runtime> {
    const calls = new CallThread();
    try {
      const opened = await run(calls, 'open', { library, mode: API_MODE[mode], storeName, application });
      const makeEvent = await cancelEvents(opened.path);
      if (makeEvent === undefined) throw toError({ kind: 'missing', missing: MISSING_KOFFI });
      return new Runtime(opened, mode === 'server', calls, makeEvent);
    } catch (error) {
      await calls.close();
      throw error;
    }
  }

  /** Runs an operation that asks nobody. */
  run<Name extends OperationName>(
    name: Name,
    call: Operations[Name]['call'],
    given?: readonly ArrayBuffer[],
  ): Promise<Operations[Name]['answer']> {
    return run(this.#calls, name, call, given);
  }

  /** Runs an operation that may sign in, ask and wait. @throws Aborted as soon as the signal fires; what the operation fails with */
  async prompted<Name extends PromptedOperation>(
    { name, call, discard }: PromptedCall<Name>,
    context: ClientContext,
    options: MsipcClientOptions,
  ): Promise<Operations[Name]['answer']> {
    const { signal } = context;
    throwIfAborted(signal);
    const signIn = await this.#beginSignIn(options, signal);
    const event = this.#makeEvent();
    const prompt = promptOf(context, options, event.handle, signIn?.credential);
    const running = this.run(name, { ...call, prompt }).finally(() => {
      event.close();
      signIn?.end();
    });
    return unlessAborted(running, {
      signal,
      // The event is open for as long as the operation runs.
      stop: event.set.bind(event),
      discard,
    }).catch((error: unknown) => {
      throw signal.aborted ? error : (signIn?.failure() ?? error);
    });
  }

  /** Lets running operations end, then ends the threads. Idempotent. */
  async close(): Promise<void> {
    await this.#calls.close();
    await this.#signIn?.close();
  }

  async #beginSignIn({ credential }: MsipcClientOptions, signal: AbortSignal): Promise<BegunSignIn | undefined> {
    if (credential === undefined) return undefined;
    if (credential.kind === 'key') return plainSignIn(credential);
    if (credential.kind === 'certificate') {
      return plainSignIn({
        kind: 'certificate',
        thumbprint: thumbprintOf(credential),
        store: credential.store ?? 'MY',
      });
    }
    const thread = (this.#signIn ??= new SignInThread(this.opened.path));
    const callback = await thread.callback;
    let failure: RightsmithError | undefined;
    const failed = (error: RightsmithError): void => {
      failure = error;
    };
    const number = thread.begin({ provider: credential.token, signal, failed });
    return {
      credential: { kind: 'oauth', callback, context: number },
      failure: () => failure,
      end: () => {
        thread.end(number);
      },
    };
  }
}

/** A sign-in that an operation has at hand. */
interface BegunSignIn {
  readonly credential: PromptCredential;
  /** Why it failed, where it did. */
  readonly failure: () => RightsmithError | undefined;
  readonly end: () => void;
}

function plainSignIn(credential: PromptCredential): BegunSignIn {
  return { credential, failure: () => undefined, end: () => undefined };
}

async function run<Name extends OperationName>(
  calls: CallThread,
  name: Name,
  call: Operations[Name]['call'],
  given?: readonly ArrayBuffer[],
): Promise<Operations[Name]['answer']> {
  try {
    return await calls.run(name, call, given);
  } catch (error) {
    throw error instanceof OperationFailure ? toError(error.failure) : error;
  }
}

function promptOf(
  { offline, interactive }: ClientContext,
  { consent = false, window, interactive: always = false }: MsipcClientOptions,
  cancel: bigint,
  credential: PromptCredential | undefined,
): Prompt {
  const flags =
    (interactive || always ? 0 : PROMPT_FLAG.silent) |
    (offline ? PROMPT_FLAG.offline : 0) |
    (consent ? PROMPT_FLAG.consent : 0);
  return {
    flags,
    cancel,
    ...(window !== undefined && { window }),
    ...(credential !== undefined && { credential }),
  };
}

interface Stopping<T> {
  readonly signal: AbortSignal;
  readonly stop: () => void;
  readonly discard: ((answer: T) => void) | undefined;
}

/** Ends with Aborted at once when the signal fires; what still comes is discarded. */
function unlessAborted<T>(running: Promise<T>, { signal, stop, discard }: Stopping<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const abort = (): void => {
      late = true;
      stop();
      reject(new Aborted(undefined, { cause: signal.reason }));
    };
    signal.addEventListener('abort', abort, { once: true });
    running
      .finally(() => {
        signal.removeEventListener('abort', abort);
      })
      .then((answer) => {
        if (late) discard?.(answer);
        else resolve(answer);
      }, reject);
  });
}
