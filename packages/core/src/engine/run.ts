import { isDeepStrictEqual } from 'node:util';
import type { Limits } from '../bytes/limits.js';
import type { Spool } from '../bytes/sink.js';
import { createSpool, type SpoolOptions } from '../bytes/spool.js';
import { checkThreads } from '../cipher/cipher-threads.js';
import type { ContentCipher } from '../cipher/content-cipher.js';
import type { ClientContext, RmsClient } from '../client/rms-client.js';
import { guarded, throwIfAborted, UsageError, type Where } from '../errors.js';
import type { FormatContext, FormatHandler } from '../format/format-handler.js';
import type { FormatRegistry } from '../format/registry.js';
import type { Clock, JsonObject, Logger, RandomSource } from '../types.js';
import { WARNINGS, type Warning, type WarningCode } from '../warnings.js';
import type { Span, Traced } from './tracing.js';

/** What an engine is made of. */
export interface EngineParts {
  readonly client?: RmsClient;
  readonly formats: FormatRegistry;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly removalRight: string;
  readonly threads: number;
  readonly traced: Traced;
  /** Makes scratch space; {@link createSpool} unless somebody counts what goes into it. */
  readonly createSpool?: (options: SpoolOptions) => Spool;
}

/** How one call runs. Every member may be left out. */
export interface CallOptions {
  /** Ends the call with Aborted; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** Content bytes done so far; never decreases. */
  readonly progress?: (bytesDone: number) => void;
  /** Called for each warning at once; the result lists them too. */
  readonly warn?: (warning: Warning) => void;
  /** Options of format handlers, by format id. */
  readonly settings?: Readonly<Record<string, JsonObject>>;
  /** How many threads work on long content: 1 to 64. Default: as the engine was made. */
  readonly threads?: number;
  /** Never touch the network. */
  readonly offline?: boolean;
  /** A person is there to answer a question. */
  readonly interactive?: boolean;
  /** BCP 47 tags in order of preference. */
  readonly languages?: readonly string[];
}

/** Whom handlers tell how far they are, and of what they come across. */
type Told = Pick<FormatContext, 'progress' | 'warn'>;

const SILENT: Told = { progress: () => undefined, warn: () => undefined };

/** Something that must be closed when a call ends. */
interface Closable {
  close(): Promise<void>;
}

/** One call of the engine: what handlers and client get to see of it, its warnings, and what must be closed at its end. */
export class Run {
  readonly parts: EngineParts;
  readonly signal: AbortSignal;
  readonly warnings: Warning[] = [];
  /** Of the call; undefined where nobody traces. */
  span: Span | undefined;
  readonly #options: CallOptions;
  readonly #told: Told = {
    progress: (bytesDone) => this.#options.progress?.(bytesDone),
    warn: (code, where) => {
      this.warn(code, where);
    },
  };
  readonly #open: Closable[] = [];

  constructor(parts: EngineParts, options: CallOptions) {
    this.parts = parts;
    this.#options = options;
    this.signal = options.signal ?? new AbortController().signal;
  }

  /** The same fact is told once, though two steps come across it. */
  warn(code: WarningCode, where?: Where): void {
    if (this.warnings.some((earlier) => earlier.code === code && isDeepStrictEqual(earlier.where, where))) return;
    const warning: Warning = { code, message: WARNINGS[code], ...(where !== undefined && { where }) };
    this.warnings.push(warning);
    this.#options.warn?.(warning);
  }

  /** Has the result closed when the run ends. */
  keep<T extends Closable>(closable: T): T {
    this.#open.push(closable);
    return closable;
  }

  /** The cipher with the threads of the call, for as long as the run; the same one where it can have no others. @throws UsageError */
  threaded(cipher: ContentCipher): ContentCipher {
    const threads = this.#threads();
    if (threads === (cipher.threads ?? 1)) return cipher;
    const threaded = cipher.withThreads?.(threads);
    return threaded === undefined ? cipher : this.keep(threaded);
  }

  /** Closes everything kept, last first. A failure to close is logged: it must not hide how the run went. Idempotent. */
  async close(): Promise<void> {
    for (let closable = this.#open.pop(); closable !== undefined; closable = this.#open.pop()) {
      try {
        await closable.close();
      } catch {
        this.parts.logger.warn('Something could not be closed at the end of an operation.');
      }
    }
  }

  /** Scratch space for as long as the run. */
  newSpool(): Spool {
    const { limits, random } = this.parts;
    const options = { memoryBytes: limits.spoolMemoryBytes, random };
    return this.keep((this.parts.createSpool ?? createSpool)(options));
  }

  /** What every format may use while each looks whether a file is its own. */
  get detectionContext(): Omit<FormatContext, 'progress' | 'warn' | 'settings'> {
    const { limits, logger, clock, random } = this.parts;
    return { signal: this.signal, limits, logger, clock, random, spool: () => Promise.resolve(this.newSpool()) };
  }

  /** As {@link Run.ask}, for work whose progress and warnings are those of work before it. */
  askAgain<T>(handler: FormatHandler, work: (context: FormatContext) => Promise<T>): Promise<T> {
    return this.ask(handler, work, SILENT);
  }

  /** Calls a format handler. */
  async ask<T>(
    handler: FormatHandler,
    work: (context: FormatContext) => Promise<T>,
    { progress, warn }: Told = this.#told,
  ): Promise<T> {
    throwIfAborted(this.signal);
    const { signal, limits, logger, clock, random, spool } = this.detectionContext;
    const settings = this.#options.settings?.[handler.info.id] ?? {};
    const context: FormatContext = { signal, progress, warn, limits, logger, clock, random, settings, spool };
    this.span?.setAttribute('rightsmith.format', handler.info.id);
    return guarded(`The format ${handler.info.id}`, this.signal, () => work(context));
  }

  /** Calls the client, the engine's unless another is named. @throws UsageError when the engine has none */
  async askClient<T>(
    work: (client: RmsClient, context: ClientContext) => Promise<T>,
    client: RmsClient | undefined = this.parts.client,
  ): Promise<T> {
    throwIfAborted(this.signal);
    // What is wrong with the call is told before there is a licence.
    this.#threads();
    const { logger, clock } = this.parts;
    if (client === undefined)
      throw new UsageError('This engine has no RMS client, so it can neither publish nor acquire a licence.');
    const { offline = false, interactive = false, languages = [] } = this.#options;
    const context = { signal: this.signal, logger, clock, offline, interactive, languages };
    return this.parts.traced('rightsmith.client', (span) => {
      span?.setAttribute('rightsmith.client', client.info.id);
      return guarded(`The client ${client.info.id}`, this.signal, () => work(client, context));
    });
  }

  #threads(): number {
    return checkThreads(this.#options.threads ?? this.parts.threads);
  }
}

/** What an engine does, for those who trace it. */
export type Verb = 'protect' | 'unprotect' | 'open' | 'inspect' | 'verify' | 'republish';

/** Runs `work` and closes what it kept, however it ends. */
export async function inRun<T>(
  parts: EngineParts,
  options: CallOptions,
  verb: Verb,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const run = new Run(parts, options);
  return parts.traced(`rightsmith.${verb}`, async (span) => {
    run.span = span;
    try {
      return await guarded('The engine', run.signal, () => work(run));
    } finally {
      await run.close();
    }
  });
}
