import { FormatRegistry } from '@rightsmith/core';
import type { ByteSource, Detection, FormatHandler, Inspection } from '@rightsmith/core';
import type { FormatSet } from '../../formats/format-set.js';
import { visible } from '../../render/visible.js';

/** Ranges that are listed of one step; a format that reads more says enough by then. */
const MOST_RANGES = 100;

/** A step on the way to an inspection, as `--json` prints it. */
export interface TraceStep {
  readonly step: 'detect' | 'inspect' | 'license';
  /** Id of the format that did it. */
  readonly format?: string;
  /** What came of it, one clause. */
  readonly answer: string;
  /** Offset and length of what was asked for, in the order of asking; neighbours in one. */
  readonly reads?: readonly (readonly [offset: number, length: number])[];
}

/** The same formats; what they read and answer is told. */
export function tracedFormats({ registry, prefer }: FormatSet, tell: (step: TraceStep) => void): FormatRegistry {
  const handlers = registry.formats.map(({ id }) => traced(registry.byId(id), tell));
  return new FormatRegistry(handlers, { prefer });
}

/** What became of the licence. */
export function licenseSteps({ license, warnings }: Inspection, bytes: Uint8Array | undefined): readonly TraceStep[] {
  const step = (answer: string): TraceStep => ({ step: 'license', answer });
  if (bytes === undefined) return [step('the container holds none')];
  if (license === undefined) {
    return [step(`${bytes.length} bytes`), ...warnings.map(({ message }) => step(message))];
  }
  const blocks = license.blocks.map(({ type, digest, signature }, index) =>
    step(`block ${index}, ${type}: digest ${holds(digest)}, signature ${holds(signature)}`),
  );
  return [
    step(`${bytes.length} bytes in ${license.blocks.length === 1 ? 'one block' : `${license.blocks.length} blocks`}`),
    ...blocks,
    step(`chain: ${license.chain}`),
    step('policy and content key: encrypted for the service that issued it'),
  ];
}

/** The steps for a person, one a line. */
export function traceText(steps: readonly TraceStep[]): string {
  const lines = steps.map(({ step, format = '', answer, reads = [] }) => {
    const ranges = reads.map(([offset, length]) => `${offset}+${length}`).join(' ');
    return `  ${step.padEnd(8)}${format.padEnd(8)} ${visible(answer)}${ranges === '' ? '' : `; read ${ranges}`}`;
  });
  return ['Trace (ranges are offset+length)', ...lines].join('\n');
}

const holds = (isTrue: boolean): string => (isTrue ? 'holds' : 'does not hold');

function traced(handler: FormatHandler, tell: (step: TraceStep) => void): FormatHandler {
  const format = handler.info.id;
  const watched = async <T>(
    step: 'detect' | 'inspect',
    source: ByteSource,
    work: (source: ByteSource) => Promise<T>,
    answerOf: (result: T) => string,
  ): Promise<T> => {
    const reads: [number, number][] = [];
    try {
      const result = await work(watchedSource(source, reads));
      tell({ step, format, answer: answerOf(result), reads });
      return result;
    } catch (error) {
      tell({ step, format, answer: error instanceof Error ? `failed: ${error.message}` : 'failed', reads });
      throw error;
    }
  };
  return {
    ...handler,
    detect: (source, hint, context) => watched('detect', source, (one) => handler.detect(one, hint, context), voteText),
    inspect: (source, context) =>
      watched(
        'inspect',
        source,
        (one) => handler.inspect(one, context),
        ({ status }) => status,
      ),
  };
}

function voteText(vote: Detection | undefined): string {
  return vote === undefined ? 'not mine' : `${vote.status}, ${vote.certainty}: ${vote.reason}`;
}

function watchedSource(source: ByteSource, reads: [number, number][]): ByteSource {
  return {
    size: source.size,
    read: (offset, length) => {
      const last = reads.at(-1);
      if (last !== undefined && last[0] + last[1] === offset) last[1] += length;
      else if (reads.length < MOST_RANGES) reads.push([offset, length]);
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
}
