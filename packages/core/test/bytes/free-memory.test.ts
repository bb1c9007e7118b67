import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { allocate } from '../../src/bytes/allocate.js';
import { freeMemory } from '../../src/bytes/free-memory.js';

describe('freeMemory', () => {
  it('leaves nothing in the array, nor in others on the same memory', () => {
    const bytes = allocate(1000);
    const part = bytes.subarray(10, 20);
    freeMemory(bytes);
    assert.deepEqual([bytes.length, part.length], [0, 0]);
    freeMemory(allocate(5));
  });

  it('gives memory back before garbage is collected, and does not keep the process alive', () => {
    const program = `
      import { allocate } from ${JSON.stringify(new URL('../../dist/bytes/allocate.js', import.meta.url).href)};
      import { freeMemory } from ${JSON.stringify(new URL('../../dist/bytes/free-memory.js', import.meta.url).href)};
      for (let done = 0; done < 30; done++) freeMemory(allocate(2 ** 26).fill(1));
      console.log(process.resourceUsage().maxRSS < 2 ** 18);
    `;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'true\n' });
  });
});
