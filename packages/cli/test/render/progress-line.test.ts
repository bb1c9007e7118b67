import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createProgressLine, type ProgressLine } from '../../src/render/progress-line.js';

describe('createProgressLine', () => {
  let now: number;
  let terminal: PassThrough & { columns: number };
  let line: ProgressLine;
  beforeEach(() => {
    now = 5000;
    terminal = Object.assign(new PassThrough(), { columns: 100 });
    line = createProgressLine(terminal, { now: () => now });
  });
  const printed = (): string => String(terminal.read() ?? '');

  it('says nothing about work that is done within a second', () => {
    const progress = line.watch('a', 10);
    now += 999;
    progress.advance(9);
    progress.end();
    assert.equal(printed(), '');
  });

  it('shows one line, not more often than every tenth of a second, and wipes it away in the end', () => {
    const progress = line.watch('a', 2e6);
    now += 1000;
    progress.advance(1e6);
    progress.advance(1.1e6);
    assert.equal(printed(), '\ra  [============>           ]   50 %  1.0 MB  1.0 MB/s\u001b[K');
    now += 100;
    progress.advance(2e6);
    assert.match(printed(), /100 %/);
    progress.end();
    assert.equal(printed(), '\r\u001b[K');
    progress.end();
    assert.equal(printed(), '');
  });

  it('makes room for other text, and comes back', () => {
    const progress = line.watch('a', undefined);
    now += 1000;
    progress.advance(1);
    assert.notEqual(printed(), '');
    line.clear();
    assert.equal(printed(), '\r\u001b[K');
    now += 100;
    progress.advance(2);
    assert.match(printed(), /^\ra /);
  });

  it('counts the second for every file anew', () => {
    line.watch('a', 10).end();
    now += 5000;
    line.watch('b', 10).advance(5);
    assert.equal(printed(), '');
  });

  it('takes a terminal that does not know its width for one of 80 columns', () => {
    terminal.columns = 0;
    const progress = line.watch('a'.repeat(100), 10);
    now += 1000;
    progress.advance(1);
    assert.equal(printed().length, 79 + '\r\u001b[K'.length);
  });

  it('leaves the last column free', () => {
    terminal.columns = 20;
    const progress = line.watch('a'.repeat(50), 10);
    now += 1000;
    progress.advance(1);
    assert.equal(printed().length, 19 + '\r\u001b[K'.length);
  });
});
