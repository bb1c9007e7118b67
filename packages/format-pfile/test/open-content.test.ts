import assert from 'node:assert/strict';
import { bytesSource } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile } from './support/build-pfile.js';
import { cipherWith, testCipher } from './support/ciphers.js';
import { plaintext, wrapped } from './support/round-trip.js';
import { watchedContext } from './support/watched-context.js';

const handler = pfile();

describe('openContent', () => {
  it('reads any range', async () => {
    const plain = plaintext(10_000);
    const content = await handler.openContent!(
      bytesSource(await wrapped(plain, testCipher('CBC4K'))),
      testCipher('CBC4K'),
      {},
    );
    assert.equal(content.size, 10_000);
    for (const [offset, length] of [
      [0, 1],
      [4095, 2],
      [5000, 5000],
      [9999, 100],
      [10_000, 5],
      [0, 10_000],
    ] as const) {
      assert.deepEqual(await content.read(offset, length), plain.subarray(offset, offset + length));
    }
  });

  it('leaves source and cipher open when it is closed', async () => {
    const source = bytesSource(await wrapped(plaintext(10), testCipher('CBC4K')));
    const cipher = testCipher('CBC4K');
    const content = await handler.openContent!(source, cipher, {});
    await content.close();
    await content.close();
    await assert.rejects(content.read(0, 1), { code: 'CannotRead' });
    assert.equal((await source.read(0, 6)).length, 6);
    assert.equal((await cipher.encrypt(0, plaintext(1), true)).length, 16);
  });

  it('keeps the CBC4K cipher of an old file until it is closed', async () => {
    const plain = plaintext(100);
    const file = buildPfile({ major: 2, minor: 1, content: await testCipher('CBC4K').encrypt(0, plain, true) });
    let closed = false;
    const derived = testCipher('CBC4K');
    const cipher = cipherWith(testCipher('ECB'), {
      withMode: () =>
        cipherWith(derived, {
          close: () => {
            closed = true;
            return derived.close();
          },
        }),
    });
    const context = watchedContext();
    const content = await handler.openContent!(bytesSource(file), cipher, context);
    assert.deepEqual(await content.read(0, 100), plain);
    assert.equal(closed, false);
    await content.close();
    assert.equal(closed, true);
    assert.deepEqual(context.warnings, ['cipher-overridden']);
  });

  it('checks the end of the content before it hands anything out', async () => {
    const file = await wrapped(plaintext(100), testCipher('CBC4K'));
    const opening = handler.openContent!(bytesSource(file.subarray(0, -16)), testCipher('CBC4K'), {});
    await assert.rejects(opening, { code: 'CorruptFile' });
  });
});
