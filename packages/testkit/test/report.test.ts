import assert from 'node:assert/strict';
import { UnsupportedFormat } from '@rightsmith/core';
import { formatReport, formatTests, fuzzFormat, reportBadge, reportOn, reportText } from '@rightsmith/testkit';
import { toy, toyOfSize } from './format/toy-format.js';

const OPTIONS = { create: toy, samples: [{ name: 'sample.toy', bytes: toyOfSize(100)!.bytes }] };
const broken = (): ReturnType<typeof toy> => ({ ...toy(), info: { ...toy().info, extensions: ['TOY'] } });

describe('a report', () => {
  it('tells as JSON how every test went', async () => {
    const told: string[] = [];
    const tests = formatTests({ ...OPTIONS, create: broken }).filter(({ group }) => group === 'info');
    const report = await reportOn('the format toy', tests, ({ name }) => told.push(name));
    assert.deepEqual([report.passed, report.failed], [3, 1]);
    assert.deepEqual(
      told,
      tests.map(({ name }) => name),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('tells a person which group holds, and what fails and why', async () => {
    const text = reportText(await formatReport({ ...OPTIONS, create: broken }));
    assert.match(text, /^the format toy: \d+ passed, \d+ failed\n/);
    assert.match(text, /✘ info +3 of 4\n/);
    assert.match(text, /✔ round trip +\d+ of \d+\n/);
    assert.match(text, /– not tested: the need of memory: give sparseOfSize\n/);
    assert.doesNotMatch(text, /not tested: wrapStream/);
    assert.match(text, /✘ info: lists extensions in lower case with the dot, each once\n {6}The input did not match/);
  });

  it('tells how to mend a refusal that came too late', async () => {
    const late = (): ReturnType<typeof toy> => ({
      ...toy(),
      wrap: async (_source, _envelope, sink) => {
        await sink.write(Uint8Array.of(1));
        throw new UnsupportedFormat('Not in this mode.');
      },
    });
    const tests = formatTests({ ...OPTIONS, create: late }).filter(({ name }) => name.endsWith('every sample in ECB'));
    const text = reportText(await reportOn('toy', tests));
    assert.match(
      text,
      /sample\.toy of 100 bytes: it wrote 1 bytes before it refused with UnsupportedFormat \(Not in this mode\.\)/,
    );
  });

  it('is a badge', async () => {
    const tests = formatTests(OPTIONS).filter(({ group }) => group === 'info');
    const good = reportBadge(await reportOn('toy', tests));
    assert.match(good, /^<svg .*aria-label="rightsmith kit: 4 passed">/);
    const bad = formatTests({ ...OPTIONS, create: broken }).filter(({ group }) => group === 'info');
    assert.match(reportBadge(await reportOn('toy', bad)), /aria-label="rightsmith kit: 1 failed"/);
  });
});

describe('a fuzz target', () => {
  it('takes anything a right format is given', async () => {
    const fuzz = fuzzFormat(OPTIONS);
    for (const bytes of [new Uint8Array(), toyOfSize(50)!.bytes, Buffer.from('TOYP\u00ff\u00ff\u00ff\u00ff{}')])
      await fuzz(bytes);
  });

  it('notices an error without a code', async () => {
    const create = (): ReturnType<typeof toy> => ({ ...toy(), inspect: () => Promise.reject(new TypeError('oh')) });
    await assert.rejects(fuzzFormat({ ...OPTIONS, create })(new Uint8Array(3)), {
      code: 'ERR_ASSERTION',
      message: /TypeError: oh/,
    });
  });
});
