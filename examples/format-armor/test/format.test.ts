import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesSource, createContentCipher, memorySink } from '@rightsmith/core';
import { testFormat } from '@rightsmith/testkit';
import { format } from '../src/index.js';
import { OPTIONS } from './samples.js';

testFormat(OPTIONS, { describe, it });

describe('armored text', () => {
  const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
  const plain = new TextEncoder().encode('Dear reader, '.repeat(1000));

  it('survives what mail does to it', async () => {
    const sink = memorySink();
    const envelope = { license: new TextEncoder().encode('<XrML/>'), cipher, name: 'letter.txt', labels: [] };
    await format().wrap(bytesSource(plain), envelope, sink, {});
    const armored = new TextDecoder('latin1').decode(sink.bytes());
    assert.match(armored, /^[ -~\n]+$/);
    for (const mailed of [
      armored.replaceAll('\n', '\r\n'),
      armored.replaceAll('\n', ' \n'),
      `Hello,\nhere it is:\n\n${armored}\n-- \nBob`,
      armored.replaceAll(/^/gm, '> '),
    ]) {
      const source = bytesSource(new TextEncoder().encode(mailed));
      assert.equal((await format().detect(source, {}, {}))?.status, 'protected');
      const opened = memorySink();
      await format().unwrap(source, cipher, opened, {});
      assert.deepEqual(opened.bytes(), plain);
    }
  });
});
