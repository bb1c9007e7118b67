import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FormatHandler } from '@rightsmith/core';
import { formatTests, testFormat, type FormatTestOptions } from '@rightsmith/testkit';
import { toy, toyOfSize } from './format/toy-format.js';
import { RUN_SOURCES } from '../../../test/support/run-sources.js';

const OPTIONS: FormatTestOptions = {
  create: toy,
  samples: [{ name: 'sample.toy', bytes: toyOfSize(100)!.bytes }],
  ofSize: toyOfSize,
};

describe('a conformance suite', () => {
  it('has no two tests of one name', () => {
    const names = formatTests(OPTIONS).map(({ group, name }) => `${group}: ${name}`);
    assert.equal(new Set(names).size, names.length);
  });

  it('asks only for what the format offers', () => {
    const groupsOf = (options: FormatTestOptions): readonly string[] => formatTests(options).map(({ group }) => group);
    assert.ok(groupsOf(OPTIONS).includes('wrapStream'));
    const groups = groupsOf({ ...OPTIONS, create: () => required(toy()) });
    assert.deepEqual([groups.includes('wrapStream'), groups.includes('relicense')], [false, false]);
  });

  it('wants a sample', () => {
    assert.throws(() => formatTests({ ...OPTIONS, samples: [] }), { code: 'UsageError' });
  });

  it('registers each test with the functions it is given', () => {
    const titles: string[] = [];
    const describe = (title: string, body: () => void): void => {
      titles.push(title);
      body();
    };
    const it = (title: string): void => void titles.push(title);
    testFormat(OPTIONS, { describe, it });
    assert.equal(titles[0], 'the format toy');
    for (const { name, group } of formatTests(OPTIONS))
      assert.ok(titles.includes(name) && titles.includes(group), name);
  });

  it('says what to do where there are no global functions', async () => {
    const script = `
      import { registerTests } from ${JSON.stringify(import.meta.resolve('../src/conformance-test.ts'))};
      try { registerTests('a title', []); } catch (error) { console.log(error.code, error.hint); }`;
    const { stdout } = await runNode(['--input-type=module', '--eval', script]);
    assert.equal(stdout.trim(), 'UsageError Pass them, such as those of node:test.');
  });

  it('runs under node:test', async () => {
    const { stdout } = await runNode([
      '--test',
      '--test-reporter=tap',
      join(import.meta.dirname, 'node-test-suite.ts'),
    ]);
    assert.match(stdout, /# Subtest: the format toy/);
    assert.match(stdout, /^# pass \d{3}$/m);
    assert.match(stdout, /^# fail 0$/m);
  });
});

/** What every handler has, and no more. */
function required(handler: FormatHandler): FormatHandler {
  return {
    info: handler.info,
    detect: (...args) => handler.detect(...args),
    inspect: (...args) => handler.inspect(...args),
    wrap: (...args) => handler.wrap(...args),
    unwrap: (...args) => handler.unwrap(...args),
  };
}

function runNode(args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, [...RUN_SOURCES, ...args], { cwd: import.meta.dirname });
}
