import assert from 'node:assert/strict';
import { CorruptFile, LimitReached, type Inspection, type Insides } from '@rightsmith/core';
import { insidesData, insidesFromData } from '../src/read/insides-data.js';
import { ReadTally } from '../src/read/read-tally.js';

const FACTS: Inspection = {
  schema: 1,
  status: 'plain',
  format: { id: 'pfile', reason: 'any file' },
  container: {},
  labels: [],
  obstacles: [],
  encryptedFacts: [],
  warnings: [],
};

describe('what is inside a file', () => {
  it('crosses threads with its errors, at every depth', () => {
    const inner = { name: 'c', size: 3, error: new CorruptFile('Cut.', { where: { offset: 7 } }), children: [] };
    const insides: Insides = {
      children: [{ name: 'b.zip', size: 2, facts: FACTS, children: [inner] }],
      stopped: new LimitReached('Deep.', { limit: 'depth', maximum: 8 }),
    };
    const again = insidesFromData(structuredClone(insidesData(insides)));
    const [child] = again.children;
    assert.deepEqual([child?.name, child?.facts, child?.children.length], ['b.zip', FACTS, 1]);
    const error = child?.children[0]?.error;
    assert.ok(error instanceof CorruptFile);
    assert.equal(error.where?.offset, 7);
    assert.ok(again.stopped instanceof LimitReached);
    assert.equal(again.stopped.maximum, 8);
  });
});

describe('ReadTally', () => {
  it('counts findings, failures by code and what was skipped by reason', () => {
    const tally = new ReadTally();
    tally.add({ file: 'a', status: 'inspected', facts: FACTS });
    tally.add({ file: 'b', status: 'inspected', facts: { ...FACTS, status: 'protected' } });
    tally.add({ file: 'c', status: 'failed', error: new CorruptFile('Cut.') });
    tally.add({ file: 'd', status: 'skipped', reason: 'link' });
    assert.deepEqual(tally.summary(true, 12.6), {
      files: 4,
      found: { plain: 1, protected: 1 },
      failed: 1,
      skipped: { link: 1 },
      errors: { CorruptFile: 1 },
      complete: true,
      elapsedMs: 13,
    });
  });
});
