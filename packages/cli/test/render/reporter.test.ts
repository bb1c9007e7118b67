import assert from 'node:assert/strict';
import { CorruptFile, UsageError } from '@rightsmith/core';
import type { Presentation } from '../../src/job/job.js';
import { failedOutcome, type Outcome } from '../../src/job/outcome.js';
import { createReporter } from '../../src/render/reporter.js';

const DONE: Outcome = {
  result: { file: 'a', ok: true },
  text: 'Did a',
  warnings: [{ code: 'signature-invalid', message: 'It does not hold.', where: { structure: 'SIGNATURE' } }],
};
const FAILED: Outcome = failedOutcome('b', new CorruptFile('It is cut.', { where: { offset: 7 } }));

/** What is printed for outcomes: standard output, then standard error. */
function printed(presentation: Presentation, outcomes: readonly Outcome[]): [string[], string[]] {
  const [out, err]: [string[], string[]] = [[], []];
  const reporter = createReporter(presentation, outcomes.length > 1, {
    out: (lines) => void out.push(lines),
    err: (lines) => void err.push(lines),
  });
  for (const outcome of outcomes) reporter.report(outcome);
  reporter.finish();
  return [out, err];
}

describe('createReporter', () => {
  it('tells results on standard output and everything else on standard error', () => {
    assert.deepEqual(printed({}, [DONE, FAILED]), [
      ['Did a'],
      [
        'rightsmith: warning: a: It does not hold. (SIGNATURE) [signature-invalid]',
        'rightsmith: b: It is cut. (byte 7)\n  next:  Get the file once more from where it came from.\n  code:  CorruptFile (exit 51)',
        'rightsmith: 1 of 2 files failed.\n  next:  See the errors of the single files.\n  code:  SomeFailed (exit 61)',
      ],
    ]);
  });

  it('does not repeat the name of the only file', () => {
    const [, err] = printed({}, [DONE]);
    assert.deepEqual(err, ['rightsmith: warning: It does not hold. (SIGNATURE) [signature-invalid]']);
  });

  it('tells only errors when quiet', () => {
    const [out, err] = printed({ quiet: true }, [DONE, FAILED]);
    assert.deepEqual(out, []);
    assert.equal(err.length, 2);
  });

  it('prints one JSON object for one file and an array for several', () => {
    const hint = 'Get the file once more from where it came from.';
    const error = { code: 'CorruptFile', message: 'It is cut.', where: { offset: 7 }, hint };
    const failed = { file: 'b', ok: false, error, warnings: [] };
    const [[one = ''], noErrors] = printed({ json: true }, [FAILED]);
    assert.deepEqual(JSON.parse(one), failed);
    assert.deepEqual(noErrors, []);
    const [both] = printed({ json: true }, [DONE, FAILED]);
    assert.deepEqual(JSON.parse(both.join('\n')), [DONE.result, failed]);
  });

  it('prints one line of JSON a file', () => {
    const [out, err] = printed({ ndjson: true }, [DONE, FAILED]);
    assert.deepEqual(err, []);
    assert.deepEqual(
      out.map((line) => (JSON.parse(line) as { file: string }).file),
      ['a', 'b'],
    );
    assert.ok(out.every((line) => !line.includes('\n')));
  });

  it('prints an array as its members come, as one document in the end', () => {
    const out: string[] = [];
    const printer = { out: (lines: string) => void out.push(lines), err: () => assert.fail() };
    const reporter = createReporter({ json: true }, true, printer);
    const results = ['a', 'b', 'c'].map((file) => ({ file, list: [1, {}], none: [] }));
    for (const result of results) {
      reporter.report({ result, text: '', warnings: [] });
      assert.equal(out.length, results.indexOf(result), 'all but the last, which may be followed by another');
    }
    reporter.finish();
    assert.equal(out.join('\n'), JSON.stringify(results, undefined, 2));
  });

  it('prints an empty array where there was nothing to tell', () => {
    assert.deepEqual(printedArray([], undefined), []);
  });

  it('tells the failure of a whole job as the last member of an array that was begun', () => {
    const [one, two] = [{ file: 'a' }, { file: 'b' }];
    const failure = { ok: false, error: { code: 'UsageError', message: 'No.', hint: 'Yes.' } };
    assert.deepEqual(printedArray([one, two], failure), [one, two, failure]);
    assert.deepEqual(printedArray([one], failure), [one, failure]);
    assert.deepEqual(printedArray([], failure), failure, 'and alone where there was nothing before');
  });

  /** What a document is that ends with a failure, or as it should. */
  function printedArray(results: readonly object[], failure: object | undefined): unknown {
    const out: string[] = [];
    const printer = { out: (lines: string) => void out.push(lines), err: () => assert.fail() };
    const reporter = createReporter({ json: true }, true, printer);
    for (const result of results) reporter.report({ result, text: '', warnings: [] });
    if (failure === undefined) reporter.finish();
    else reporter.fail(new UsageError('No.', { hint: 'Yes.' }));
    return JSON.parse(out.join('\n'));
  }

  for (const presentation of [{ json: true }, { ndjson: true }]) {
    it(`tells the failure of a whole job in JSON: ${Object.keys(presentation).join()}`, () => {
      const out: string[] = [];
      const printer = { out: (lines: string) => void out.push(lines), err: () => assert.fail() };
      createReporter(presentation, false, printer).fail(new UsageError('No.', { hint: 'Yes.' }));
      assert.deepEqual(JSON.parse(out.join('')), {
        ok: false,
        error: { code: 'UsageError', message: 'No.', hint: 'Yes.' },
      });
    });
  }
});
