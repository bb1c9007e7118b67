import assert from 'node:assert/strict';
import type { Library } from '../../src/library/library.js';
import { inScope, type Out } from '../../src/library/scope.js';

describe('a scope of what the library delivered', () => {
  const given: string[] = [];
  const library = {
    result: (name: string, handle: bigint) => given.push(`${name} ${handle}`),
    free: (block: bigint) => given.push(`free ${block}`),
  } as unknown as Library;
  const deliver = (value: bigint) => (out: Out) => {
    out[0] = value;
  };
  beforeEach(() => {
    given.length = 0;
  });

  it('gives back everything, the last first, and as often as it was delivered', () => {
    inScope(library, (scope) => {
      scope.handle(deliver(1n));
      scope.later(() => given.push('later'));
      scope.block(deliver(1n));
      scope.handle(deliver(1n));
    });
    assert.deepEqual(given, ['IpcCloseHandle 1', 'free 1', 'later', 'IpcCloseHandle 1']);
  });

  it('keeps one of what was delivered twice', () => {
    inScope(library, (scope) => {
      scope.handle(deliver(7n));
      scope.handle(deliver(7n));
      scope.keep(7n);
    });
    assert.deepEqual(given, ['IpcCloseHandle 7']);
  });

  it('gives back what came before a failure, and fails for what was promised and not delivered', () => {
    assert.throws(() => {
      inScope(library, (scope) => {
        scope.handle(deliver(3n));
        scope.block(() => undefined);
      });
    }, /delivered nothing/);
    assert.deepEqual(given, ['IpcCloseHandle 3']);
  });
});
