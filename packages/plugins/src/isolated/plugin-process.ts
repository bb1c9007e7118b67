import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import {
  Aborted,
  CorruptFile,
  InternalError,
  type FormatContext,
  type FormatInfo,
  type RightsmithError,
} from '@rightsmith/core';
import { pluginName } from '../load/describe-plugin.js';
import type { PluginLocation } from '../load/locate-plugin.js';
import { Channel } from './channel.js';
import { HostCall } from './host-call.js';
import type { IsolationLimits } from './isolation-limits.js';
import { dismiss, endWithThisProcess } from './ending-with-host.js';
import { launch } from './launch.js';
import type { AskMessage, HostMessage, PluginMessage, Setup } from './messages.js';
import { Questions } from './questions.js';
import { receivedError } from './sent-error.js';
import { tooMuchMemory, Watch } from './watch.js';

/** Milliseconds that an aborted call gets to end by itself. */
const ABORT_MS = 2000;
const STDERR_CHARACTERS = 2000;

/** What a plugin says of itself when it was loaded. */
export interface PluginFacts {
  readonly info: FormatInfo;
  readonly methods: readonly string[];
}

/** A running plugin. It ends with the first thing it does wrong, and then every call of it fails. */
export class PluginProcess {
  readonly plugin: string;
  readonly facts: Promise<PluginFacts>;
  readonly #child: ChildProcess;
  readonly #channel: Channel<HostMessage, PluginMessage>;
  readonly #questions: Questions;
  readonly #watch: Watch;
  readonly #calls = new Map<number, HostCall>();
  #told: { resolve: (facts: PluginFacts) => void; reject: (error: RightsmithError) => void } | undefined;
  #lastCall = 0;
  #ended: RightsmithError | undefined;
  #stderr = '';

  constructor(location: PluginLocation, setup: Omit<Setup, 'kind' | 'plugin'>, limits: IsolationLimits) {
    this.plugin = pluginName(location);
    this.#child = launch(location, limits.residentBytes);
    this.#channel = new Channel(
      this.#child.stdio[3] as Duplex,
      (message) => {
        this.#receive(message);
      },
      (cause) => {
        this.#endByCause(cause);
      },
    );
    this.#questions = new Questions(this.#channel);
    this.#watch = new Watch(this.#child.pid ?? 0, this.plugin, limits, (reason) => {
      this.end(reason);
    });
    this.#listen(limits);
    this.facts = this.waiting(
      new Promise((resolve, reject) => {
        this.#told = { resolve, reject };
        this.#channel.send({ kind: 'setup', plugin: this.plugin, ...setup });
      }),
    );
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** A new call; who made it closes it. @throws why the process has ended */
  startCall(context: FormatContext): HostCall {
    if (this.#ended !== undefined) throw this.#ended;
    const { signal } = context;
    const call = new HostCall((this.#lastCall += 1), `The format plugin ${this.plugin}`, context, (message) => {
      this.#channel.send(message);
    });
    const abort = (): void => {
      this.#abort(call.id, signal);
    };
    this.#calls.set(call.id, call);
    signal.addEventListener('abort', abort, { once: true });
    call.whenClosed(() => {
      signal.removeEventListener('abort', abort);
      this.#calls.delete(call.id);
      this.#channel.send({ kind: 'forget', call: call.id });
    });
    return call;
  }

  /** Waits for an answer of the plugin, and keeps the process of the host alive meanwhile. */
  async waiting<T>(work: Promise<T>): Promise<T> {
    this.#keepAlive(true);
    try {
      return await this.#watch.waiting(work);
    } finally {
      if (!this.#watch.isWaiting) this.#keepAlive(false);
    }
  }

  /** Ends the process and every call of it. Idempotent. */
  end(reason: RightsmithError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#watch.stop();
    dismiss(this.#child);
    this.#child.kill('SIGKILL');
    this.#channel.close();
    this.#told?.reject(reason);
    for (const call of [...this.#calls.values()]) call.fail(reason);
  }

  /** Who was told to stop gets a moment to do so. */
  #abort(call: number, signal: AbortSignal): void {
    this.#channel.send({ kind: 'abort', call });
    setTimeout(() => {
      if (this.#calls.has(call)) this.end(new Aborted(undefined, { cause: signal.reason }));
    }, ABORT_MS).unref();
  }

  /** A plugin nobody waits for does not keep this process from ending. */
  #keepAlive(isNeeded: boolean): void {
    const handles = [this.#child, this.#child.stderr, this.#child.stdio[3]] as unknown as readonly Handle[];
    for (const handle of handles)
      if (isNeeded) handle.ref?.();
      else handle.unref?.();
  }

  #listen({ residentBytes }: IsolationLimits): void {
    endWithThisProcess(this.#child);
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#watch.heard();
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_CHARACTERS);
    });
    this.#child.on('error', (cause) => {
      this.end(this.#failure('cannot be started', cause));
    });
    // By `close` its last words have arrived.
    this.#child.on('close', (code, signal) => {
      const isOutOfMemory = signal === 'SIGABRT' || code === 134 || this.#stderr.includes('heap out of memory');
      if (isOutOfMemory) this.end(tooMuchMemory(this.plugin, residentBytes));
      else this.end(this.#failure(`ended its process (${signal ?? `exit code ${code}`})`));
    });
  }

  #receive(message: PluginMessage): void {
    this.#watch.heard();
    if (this.#ended !== undefined) return;
    switch (message.kind) {
      case 'ready':
        this.#told?.resolve({ info: message.info, methods: message.methods });
        return;
      case 'unfit':
        this.end(receivedError(message.error, `The format plugin ${this.plugin}`));
        return;
      case 'ask':
        this.#questions.add(() => this.#answer(message));
        return;
      default:
        // What a call left behind says more after its end, and nobody listens any more.
        this.#calls.get(message.call)?.receive(message);
    }
  }

  async #answer(question: AskMessage): Promise<void> {
    const call = this.#calls.get(question.call);
    if (call !== undefined) await this.#watch.serving(call.answer(question));
  }

  #endByCause(cause: unknown): void {
    if (cause instanceof CorruptFile) this.end(this.#failure('sent what is no message', cause));
    // The stream breaks when the process is gone, and how that came about is known a moment later.
    else this.#child.kill('SIGKILL');
  }

  #failure(deed: string, cause?: unknown): InternalError {
    const words = this.#stderr.trim();
    return new InternalError(`The format plugin ${this.plugin} ${deed}.`, {
      cause: cause ?? (words === '' ? undefined : new Error(words)),
    });
  }
}

interface Handle {
  ref?(): void;
  unref?(): void;
}
