import assert from 'node:assert/strict';
import { CrossReference } from '../../src/xref/entries.js';
import { FileOrder } from '../../src/xref/file-order.js';

const KIBIBYTE = 1024;

describe('how far to read ahead', () => {
  function order(fileSize: number, ...offsets: readonly number[]): FileOrder {
    const entries = new CrossReference(fileSize);
    for (const [index, offset] of offsets.entries()) entries.addPlain(index + 1, offset, 0);
    return new FileOrder(entries, fileSize);
  }

  it('is up to the head of the next object that is far from the one behind it', () => {
    const objects = order(3000 * KIBIBYTE, 0, 1000, 2000, 1002 * KIBIBYTE, 1003 * KIBIBYTE);
    assert.equal(objects.ahead(0), 2000 + 4096);
    assert.equal(objects.ahead(1), 1000 + 4096);
    assert.equal(objects.ahead(2), 4096);
    assert.equal(objects.ahead(3), KIBIBYTE + 4096);
    assert.equal(objects.ahead(4), 4096);
  });

  it('is 256 KiB where there are more objects close together', () => {
    const offsets = Array.from({ length: 100 }, (_, index) => index * 10 * KIBIBYTE);
    assert.equal(order(1000 * KIBIBYTE, ...offsets).ahead(0), 256 * KIBIBYTE);
    assert.equal(order(1000 * KIBIBYTE, ...offsets).ahead(90), 100 * KIBIBYTE + 4096);
  });
});
