import { budgetSource } from '../bytes/budget-source.js';
import type { ByteSource } from '../bytes/source.js';
import { guarded, RightsmithError, throwIfAborted, UnsupportedFormat, UsageError } from '../errors.js';
import { defaultFormatContext } from './default-context.js';
import type { Detection, FormatContext, FormatHandler, FormatInfo } from './format-handler.js';

/** What one format said about a file. */
export interface Vote {
  readonly handler: FormatHandler;
  readonly detection: Detection;
}

/** The format of a file. */
export interface DetectedFormat extends Vote {
  /** Of all formats that recognised the file, the most certain first. */
  readonly votes: readonly Vote[];
}

/** How formats get on with each other. */
export interface RegistryOptions {
  /** Ids of formats: of two that are equally certain the one named first wins. */
  readonly prefer?: readonly string[];
}

const API_VERSION = 1;

/** From the weakest to the strongest. */
const CERTAINTIES: readonly Detection['certainty'][] = ['fallback', 'likely', 'certain'];

/** The formats an engine knows. */
export class FormatRegistry {
  readonly #handlers: ReadonlyMap<string, FormatHandler>;
  readonly #prefer: readonly string[];

  /** @throws UsageError for two handlers of one id, one made for another version of the handler interface, or a preferred one that is not there */
  constructor(handlers: readonly FormatHandler[], { prefer = [] }: RegistryOptions = {}) {
    const byId = new Map<string, FormatHandler>();
    for (const handler of handlers) {
      checkApiVersion(handler.info);
      if (byId.has(handler.info.id)) throw new UsageError(`Two formats have the id ${handler.info.id}.`);
      byId.set(handler.info.id, handler);
    }
    this.#handlers = byId;
    this.#prefer = prefer;
    for (const id of prefer) this.byId(id);
  }

  /** In the order of registration. */
  get formats(): readonly FormatInfo[] {
    return [...this.#handlers.values()].map((handler) => handler.info);
  }

  /** @throws UsageError when no format has this id */
  byId(id: string): FormatHandler {
    const handler = this.#handlers.get(id);
    if (handler !== undefined) return handler;
    throw new UsageError(`There is no format ${id}.`, {
      hint: `Known formats: ${[...this.#handlers.keys()].join(', ')}.`,
    });
  }

  /**
   * Asks every format and takes the most certain one; `forced` takes that format instead, if it recognises the file at all.
   * A format may read `limits.detectBytes`; one that wants more has not recognised the file.
   *
   * @throws UnsupportedFormat when no format recognises the file, or two are equally certain; UsageError for an unknown `forced`
   */
  async detect(
    source: ByteSource,
    hint: { readonly name?: string } = {},
    context: Partial<FormatContext> = {},
    forced?: string,
  ): Promise<DetectedFormat> {
    const forcedHandler = forced === undefined ? undefined : this.byId(forced);
    const votes = await this.#votes(source, hint, defaultFormatContext(context));
    const winner = forcedHandler === undefined ? strongest(votes, this.#prefer) : voteOf(forcedHandler, votes);
    return { votes, ...winner };
  }

  async #votes(source: ByteSource, hint: { readonly name?: string }, context: FormatContext): Promise<readonly Vote[]> {
    const votes: Vote[] = [];
    for (const handler of this.#handlers.values()) {
      throwIfAborted(context.signal);
      const detection = await detectWith(handler, source, hint, context);
      if (detection !== undefined) votes.push({ handler, detection });
    }
    return votes.sort((one, other) => strength(other) - strength(one));
  }
}

function checkApiVersion({ id, apiVersion }: { readonly id: string; readonly apiVersion: number }): void {
  if (apiVersion === API_VERSION) return;
  throw new UsageError(
    `The format ${id} is made for version ${apiVersion} of the handler interface, not ${API_VERSION}.`,
  );
}

async function detectWith(
  handler: FormatHandler,
  source: ByteSource,
  hint: { readonly name?: string },
  context: FormatContext,
): Promise<Detection | undefined> {
  const failures = new Set<unknown>();
  const budget = budgetSource(watchedSource(source, failures), context.limits.detectBytes);
  try {
    return await guarded(`The format ${handler.info.id}`, context.signal, () => handler.detect(budget, hint, context));
  } catch (error) {
    // One of the source itself, which may be unpacked from a container, says nothing about the format.
    if (RightsmithError.is(error) && error.code === 'LimitReached' && !failures.has(error)) return undefined;
    throw error;
  }
}

/** The same source; what its reads fail with is remembered. */
function watchedSource(source: ByteSource, failures: Set<unknown>): ByteSource {
  return {
    size: source.size,
    read: (offset, length) =>
      source.read(offset, length).catch((error: unknown) => {
        failures.add(error);
        throw error;
      }),
    close: () => source.close(),
  };
}

const strength = (vote: Vote): number => CERTAINTIES.indexOf(vote.detection.certainty);

function strongest(votes: readonly Vote[], prefer: readonly string[]): Vote {
  const [first, second] = votes;
  if (first === undefined) throw new UnsupportedFormat('No format recognises this file.', { reason: 'unknown' });
  if (second === undefined || strength(second) < strength(first)) return first;
  const tied = votes.filter((vote) => strength(vote) === strength(first));
  for (const id of prefer) {
    const preferred = tied.find(({ handler }) => handler.info.id === id);
    if (preferred !== undefined) return preferred;
  }
  throw new UnsupportedFormat(
    `The formats ${first.handler.info.id} and ${second.handler.info.id} are equally certain that this file is theirs.`,
    { reason: 'unknown', hint: 'Name the format to use, or the one to prefer.' },
  );
}

function voteOf(handler: FormatHandler, votes: readonly Vote[]): Vote {
  const vote = votes.find((candidate) => candidate.handler === handler);
  if (vote !== undefined) return vote;
  throw new UnsupportedFormat(`This file is not of the format ${handler.info.id}.`, { reason: 'unknown' });
}
