import assert from 'node:assert/strict';
import type { FileSink } from '@rightsmith/core';
import { memorySink } from '@rightsmith/core';
import { terminalSink } from '../../src/job/terminal-sink.js';

describe('terminalSink', () => {
  const memory = memorySink();
  const inner: FileSink = {
    write: (bytes) => memory.write(bytes),
    commit: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };

  it('lets text through', async () => {
    const text = new TextEncoder().encode('Zürich\t東京\r\n\f');
    await terminalSink(inner).write(text);
    assert.deepEqual(memory.bytes(), text);
  });

  for (const byte of [0x00, 0x07, 0x1b, 0x7f]) {
    it(`holds back what has the byte ${byte}`, async () => {
      await assert.rejects(terminalSink(inner).write(new Uint8Array([0x41, byte])), { code: 'UsageError' });
    });
  }
});
