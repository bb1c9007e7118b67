import {
  bytesSource,
  memorySink,
  sourceStream,
  type ByteSink,
  type ByteSource,
  type ContentCipher,
  type FormatContext,
  type FormatHandler,
} from '@rightsmith/core';
import type { FormatBench, FormatNeed, FormatTest } from './format-test.js';
import type { FormatSample } from './format-test-options.js';
import { firstSample, kitCipher, kitContext, kitEnvelope, kitLicense, protect, unprotect } from './protecting.js';

/** Everything a method of a handler can be called with. */
export interface OperationCall {
  readonly handler: FormatHandler;
  readonly source: ByteSource;
  readonly sink: ByteSink;
  readonly cipher: ContentCipher;
  /** File name of the plain file. */
  readonly name: string;
  readonly context: Partial<FormatContext>;
}

/** A method of a handler as a thing that reads a source and writes a sink, so that one test can be made for each of them. */
export interface Operation {
  readonly name: 'detect' | 'inspect' | 'wrap' | 'wrapStream' | 'unwrap' | 'openContent' | 'relicense';
  readonly needs: readonly FormatNeed[];
  readonly reads: 'plain' | 'protected';
  /** What stands in the sink at the end. */
  readonly result: 'plain' | 'protected' | 'nothing';
  /** Whether the handler does the writing. */
  readonly writes: boolean;
  /** Resolves to what the method answers. */
  run(call: OperationCall): Promise<unknown>;
}

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'detect',
    needs: [],
    reads: 'protected',
    result: 'nothing',
    writes: false,
    run: ({ handler, source, name, context }) => handler.detect(source, { name }, context),
  },
  {
    name: 'inspect',
    needs: [],
    reads: 'protected',
    result: 'nothing',
    writes: false,
    run: ({ handler, source, context }) => handler.inspect(source, context),
  },
  {
    name: 'wrap',
    needs: [],
    reads: 'plain',
    result: 'protected',
    writes: true,
    run: ({ handler, source, sink, cipher, name, context }) =>
      handler.wrap(source, kitEnvelope(name, { cipher }), sink, context),
  },
  {
    name: 'wrapStream',
    needs: ['wrapStream'],
    reads: 'plain',
    result: 'protected',
    writes: true,
    run: async ({ handler, source, sink, cipher, name, context }) => {
      const envelope = kitEnvelope(name, { cipher });
      await handler.wrapStream?.(sourceStream(source), envelope, sink, context);
    },
  },
  {
    name: 'unwrap',
    needs: [],
    reads: 'protected',
    result: 'plain',
    writes: true,
    run: ({ handler, source, sink, cipher, context }) => handler.unwrap(source, cipher, sink, context),
  },
  {
    name: 'openContent',
    needs: ['openContent'],
    reads: 'protected',
    result: 'plain',
    writes: false,
    run: async ({ handler, source, sink, cipher, context }) => {
      const content = await handler.openContent?.(source, cipher, context);
      if (content === undefined) return;
      try {
        for await (const bytes of sourceStream(content)) await sink.write(bytes);
      } finally {
        await content.close();
      }
    },
  },
  {
    name: 'relicense',
    needs: ['relicense'],
    reads: 'protected',
    result: 'protected',
    writes: true,
    run: async ({ handler, source, sink, context }) => {
      await handler.relicense?.(source, kitLicense('the second, which is longer'), sink, context);
    },
  },
];

/** One test for each method that `fits`, named with the method in front. */
export function testsOfEach(
  name: string,
  run: (bench: FormatBench, operation: Operation) => Promise<void>,
  { fits = () => true, needs = [] }: { fits?: (operation: Operation) => boolean; needs?: readonly FormatNeed[] } = {},
): readonly FormatTest[] {
  return OPERATIONS.filter(fits).map((operation) => ({
    name: `${operation.name} ${name}`,
    needs: [...operation.needs, ...needs],
    run: (bench) => run(bench, operation),
  }));
}

/** The bytes an operation reads when it works on this sample. */
export async function inputOf(
  bench: FormatBench,
  { reads }: Operation,
  sample: FormatSample,
  cipher: ContentCipher = kitCipher(),
): Promise<Uint8Array> {
  return reads === 'plain' ? sample.bytes : protect(bench, sample, { cipher });
}

/** Runs an operation on a file, with the kit's key and surroundings unless told otherwise. */
export async function perform(
  bench: FormatBench,
  operation: Operation,
  input: Uint8Array,
  overrides: Partial<OperationCall> = {},
): Promise<{ readonly answer: unknown; readonly written: Uint8Array }> {
  const memory = memorySink();
  const answer = await operation.run({
    handler: bench.handler,
    source: bytesSource(input),
    sink: memory,
    cipher: kitCipher(),
    name: firstSample(bench).name,
    context: kitContext(bench),
    ...overrides,
  });
  return { answer, written: memory.bytes() };
}

/** The plaintext behind what an operation wrote; `undefined` where it writes nothing. */
export async function plaintextOf(
  bench: FormatBench,
  { result }: Operation,
  written: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (result === 'nothing') return undefined;
  return result === 'plain' ? written : unprotect(bench, written);
}
