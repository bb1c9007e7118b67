import { bytesSource, memorySink } from '@rightsmith/core';
import { outcomeOf } from '../outcome.js';
import { createFormatBench } from './format-test.js';
import type { FormatTestOptions } from './format-test-options.js';
import { OPERATIONS } from './operations.js';
import { kitCipher, kitContext } from './protecting.js';

/**
 * A target for fuzzers: it hands the bytes to every method that reads files, and rejects with an AssertionError where
 * something else comes out than a result or an error of the catalogue. In the shape that Jazzer.js wants:
 *
 * @example
 * ```ts
 * export const fuzz = fuzzFormat({ create: armor, samples });
 * ```
 */
export function fuzzFormat(options: FormatTestOptions): (data: Uint8Array) => Promise<void> {
  return async (data) => {
    const bench = createFormatBench(options);
    const { handler } = bench;
    for (const operation of OPERATIONS) {
      const source = bytesSource(new Uint8Array(data));
      const call = {
        handler,
        source,
        sink: memorySink(),
        cipher: kitCipher(),
        name: 'fuzz',
        context: kitContext(bench),
      };
      await outcomeOf(() => operation.run(call));
    }
  };
}
