import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { PieceWriter } from '../../src/bytes/piece-writer.js';
import { Quickness } from '../../src/bytes/quick-or-beside.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';

/** As if every step had been slow lately. */
class NeverQuick extends Quickness {
  override next(): boolean {
    return false;
  }
}

describe('PieceWriter', () => {
  const folder = useTemporaryFolder();

  for (const [way, quickness] of [
    ['at once', new Quickness()],
    ['beside the event loop', new NeverQuick()],
  ] as const) {
    it(`fills a file ${way}`, async () => {
      const descriptor = openSync(folder('file'), 'w+');
      const writer = new PieceWriter(descriptor, { quickness, readBack: true });
      for (const length of [0, 5, 300_000, 131_072]) await writer.write(sampleBytes(length));
      closeSync(descriptor);
      const expected = [5, 300_000, 131_072].map((length) => sampleBytes(length));
      assert.deepEqual(readFileSync(folder('file')), Buffer.concat(expected));
    });

    it(`notices ${way} that the file reads otherwise than it was written`, async () => {
      for (const before of [sampleBytes(300_000).fill(1), new Uint8Array(3)]) {
        writeFileSync(folder('file'), before);
        // What is written goes behind what is there.
        const descriptor = openSync(folder('file'), 'a+');
        const writer = new PieceWriter(descriptor, { quickness, readBack: true });
        await assert.rejects(writer.write(sampleBytes(200_000)), { code: 'CannotWrite' });
        await new PieceWriter(descriptor, { quickness, readBack: false }).write(sampleBytes(1));
        closeSync(descriptor);
      }
    });
  }
});
