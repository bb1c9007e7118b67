import { UsageError } from '@rightsmith/core';
import type { FileSink } from '@rightsmith/core';

/** Control characters that text has: tab, line feed, form feed, carriage return. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d]);

/** A sink that lets only text through: what else content has could steer the terminal it is printed on. */
export function terminalSink(sink: FileSink): FileSink {
  return {
    write: async (bytes) => {
      if (bytes.some(isSteering)) throw notForTerminal();
      await sink.write(bytes);
    },
    commit: () => sink.commit(),
    abort: () => sink.abort(),
  };
}

/** The refusal to print content on a terminal. */
export function notForTerminal(): UsageError {
  return new UsageError('The content is binary and standard output is a terminal.', {
    hint: 'Name a file by -o OUT, or insist by -o -.',
  });
}

function isSteering(byte: number): boolean {
  return (byte < 0x20 || byte === 0x7f) && !TEXT_CONTROLS.has(byte);
}
