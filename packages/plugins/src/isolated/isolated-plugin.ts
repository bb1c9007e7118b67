import { pathToFileURL } from 'node:url';
import { Aborted, RightsmithError, throwIfAborted, type FormatContext, type JsonObject } from '@rightsmith/core';
import type { MethodName } from '../load/check-handler.js';
import type { PluginLocation } from '../load/locate-plugin.js';
import type { Request } from './host-call.js';
import { DEFAULT_ISOLATION_LIMITS, type IsolationLimits } from './isolation-limits.js';
import type { CallData, SentContext } from './messages.js';
import { PluginProcess, type PluginFacts } from './plugin-process.js';
import type { ServedObjects } from './served-objects.js';

const SEED_BYTES = 32;

/** How a plugin is started in a process of its own. */
export interface IsolationRequest {
  readonly export?: string | undefined;
  readonly options?: JsonObject | undefined;
  readonly limits?: Partial<IsolationLimits> | undefined;
}

/** Hands out the objects of the host that a method works with, and gives the data to send. */
export type Give = (objects: ServedObjects) => Omit<CallData, 'context'>;

/** A call that has begun. */
export interface RunningCall {
  /** What the method answered. */
  readonly answer: unknown;
  /** Asks for more of what the plugin keeps for the call. */
  request(message: Request): Promise<unknown>;
  /** Ends the call: the plugin forgets it. Idempotent. */
  close(): Promise<void>;
}

/** A plugin and its process, which is another one after the last was ended. */
export class IsolatedPlugin {
  readonly #location: PluginLocation;
  readonly #request: IsolationRequest;
  #process: PluginProcess | undefined;

  constructor(location: PluginLocation, request: IsolationRequest) {
    this.#location = location;
    this.#request = request;
  }

  /** What the plugin says of itself; starts it. @throws why it cannot be loaded */
  facts(): Promise<PluginFacts> {
    return this.#running().facts;
  }

  /** Runs a method to its end and gives its answer. */
  async run(method: MethodName, context: FormatContext, give: Give): Promise<unknown> {
    const call = await this.begin(method, context, give);
    await call.close();
    return call.answer;
  }

  /** Runs a method and keeps what the plugin made for it until the call is closed. */
  async begin(method: MethodName, context: FormatContext, give: Give): Promise<RunningCall> {
    throwIfAborted(context.signal);
    const running = this.#running();
    await running.facts;
    const call = running.startCall(context);
    const request = (message: Request): Promise<unknown> => orAborted(running.waiting(call.request(message)), context);
    call.objects.addSpools(context.spool);
    try {
      const data = { ...give(call.objects), context: sentContext(context) };
      const answer = await request({ kind: 'call', method, data });
      return { answer, request, close: () => call.close() };
    } catch (error) {
      await call.close();
      throw error;
    }
  }

  #running(): PluginProcess {
    if (this.#process === undefined || this.#process.hasEnded) {
      const { options, limits, export: exported } = this.#request;
      const url = pathToFileURL(this.#location.entry).href;
      const allLimits = { ...DEFAULT_ISOLATION_LIMITS, ...limits };
      this.#process = new PluginProcess(this.#location, { url, export: exported, options }, allLimits);
    }
    return this.#process;
  }
}

function sentContext({ limits, settings, clock, random }: FormatContext): SentContext {
  return { limits, settings, now: clock.now(), seed: random.bytes(SEED_BYTES) };
}

/** What fails after the signal has fired, and not by an error of ours, fails because of it. */
async function orAborted<T>(work: Promise<T>, { signal }: FormatContext): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isOurs = RightsmithError.is(error) && error.code !== 'InternalError';
    throw signal.aborted && !isOurs ? new Aborted(undefined, { cause: error }) : error;
  }
}
