import { Aborted, UsageError } from '@rightsmith/core';
import type { ByteSource, ContentCipher, FormatContext, FormatHandler } from '@rightsmith/core';
import type { CallData, CallMessage, PluginMessage, UseMessage } from '../isolated/messages.js';
import { sentError } from '../isolated/sent-error.js';
import type { Asking } from './asking.js';
import { proxyCipher, proxyContext, proxySink, proxySource, proxyStream } from './proxies.js';

type Children = AsyncIterator<{ readonly name: string; readonly source: ByteSource }>;

/** What a call leaves here until it is forgotten. */
interface Kept {
  readonly controller: AbortController;
  readonly sources: Map<number, ByteSource | Children>;
}

/** Runs the methods of the handler for the host. */
export class PluginCalls {
  readonly #handler: FormatHandler;
  readonly #asking: Asking;
  readonly #send: (message: PluginMessage) => void;
  readonly #calls = new Map<number, Kept>();
  #lastKept = 0;

  constructor(handler: FormatHandler, asking: Asking, send: (message: PluginMessage) => void) {
    this.#handler = handler;
    this.#asking = asking;
    this.#send = send;
  }

  /** Does what the host wants and tells how it ended. */
  async run(message: CallMessage | UseMessage): Promise<void> {
    const { call, request } = message;
    try {
      const value = await (message.kind === 'call' ? this.#call(message) : this.#use(message));
      this.#send({ kind: 'done', call, request, value });
    } catch (error) {
      this.#send({ kind: 'failed', call, request, error: sentError(error, this.#asking.originOf(error)) });
    }
  }

  abort(call: number): void {
    this.#calls.get(call)?.controller.abort(new Aborted());
  }

  forget(call: number): void {
    this.#calls.delete(call);
  }

  async #call({ call, method, data }: CallMessage): Promise<unknown> {
    const kept: Kept = { controller: new AbortController(), sources: new Map() };
    this.#calls.set(call, kept);
    const parts = this.#partsOf(call, data, kept.controller.signal);
    const { source, sink, context } = parts;
    const handler = this.#handler;
    switch (method) {
      case 'detect':
        return handler.detect(source, data.hint ?? {}, context);
      case 'inspect':
        return handler.inspect(source, context);
      case 'wrap':
        return handler.wrap(source, parts.envelope(), sink, context);
      case 'wrapStream':
        return handler.wrapStream?.(parts.stream(), parts.envelope(), sink, context);
      case 'unwrap':
        return handler.unwrap(source, parts.cipher(), sink, context);
      case 'relicense':
        return handler.relicense?.(source, data.license ?? new Uint8Array(), sink, context, data.labels);
      case 'contentMode':
      case 'openContent':
        return this.#readContent(method, kept, parts);
      case 'children':
        return this.#keep(kept, handler.children?.(source, context)[Symbol.asyncIterator]());
    }
  }

  async #readContent(
    method: 'contentMode' | 'openContent',
    kept: Kept,
    {
      source,
      cipher,
      context,
    }: {
      readonly source: ByteSource;
      readonly cipher: () => ContentCipher;
      readonly context: FormatContext;
    },
  ): Promise<unknown> {
    if (method === 'contentMode') return this.#handler.contentMode?.(source, cipher(), context);
    return this.#keep(kept, await this.#handler.openContent?.(source, cipher(), context));
  }

  #partsOf(call: number, { size = 0, cipher, envelope, context }: CallData, signal: AbortSignal) {
    const ask = this.#asking.of(call);
    const wholeCipher = () => proxyCipher(ask, needed(cipher));
    return {
      source: proxySource(ask, 'source', size),
      sink: proxySink(ask, 'sink'),
      stream: () => proxyStream(ask),
      cipher: wholeCipher,
      envelope: () => ({ ...needed(envelope), cipher: wholeCipher() }),
      context: proxyContext(ask, context, signal, (what, ...args) => {
        this.#send({ kind: 'tell', call, what, args });
      }),
    };
  }

  async #use({ call, kept: number, method, args: [offset = 0, length = 0] }: UseMessage): Promise<unknown> {
    const kept = needed(this.#calls.get(call));
    const object = needed(kept.sources.get(number));
    if (method === 'read' && 'read' in object) return object.read(offset, length);
    if (method === 'next' && 'next' in object) {
      const next = await object.next();
      return next.done === true ? undefined : { name: next.value.name, ...this.#keep(kept, next.value.source) };
    }
    kept.sources.delete(number);
    return 'read' in object ? object.close() : undefined;
  }

  #keep(kept: Kept, object: ByteSource | Children | undefined): { readonly kept: number; readonly size: number } {
    const number = (this.#lastKept += 1);
    const source = needed(object);
    kept.sources.set(number, source);
    return { kept: number, size: 'read' in source ? source.size : 0 };
  }
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new UsageError('Something is missing in a message.');
  return value;
}
