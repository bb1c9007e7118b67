import assert from 'node:assert/strict';
import { SpareMemory } from '../../src/native/spare-memory.js';

describe('spare memory', () => {
  it('is used once, for a result of its length', () => {
    const spare = new SpareMemory();
    const given = new Uint8Array(4096);
    spare.give(given);
    assert.notEqual(spare.take(4097), given);
    assert.equal(spare.take(4096), given);
    assert.notEqual(spare.take(4096), given);
  });

  it('is not kept where it is part of something, empty or large', () => {
    const spare = new SpareMemory();
    for (const bytes of [new Uint8Array(8192).subarray(0, 4096), new Uint8Array(), new Uint8Array(3 * 1024 * 1024)]) {
      spare.give(bytes);
      assert.notEqual(spare.take(bytes.length), bytes);
    }
  });
});
