import assert from 'node:assert/strict';
import { mutate, mutationsOf } from '../../../test/fuzz/mutations.js';
import { describeWithCorpus } from '../../../test/support/corpus.js';
import { realFiles, sidecars } from './support/sidecars.js';
import { pfileSubjects } from './support/subjects.js';

describeWithCorpus('damaged PFILEs', () => {
  it('give a coded error or the right answer', async () => {
    const subjects = await pfileSubjects();
    assert.equal(subjects.length, sidecars('ok').length + realFiles().length);
    for (const subject of subjects) {
      const { name, bytes, borders } = subject;
      for (const mutation of mutationsOf(bytes.length, borders, { seed: 20250101, cuts: 200, flips: 2000 })) {
        const complaint = await subject.judge(mutate(bytes, mutation), mutation);
        assert.equal(complaint, undefined, `${name}: ${JSON.stringify(mutation)}`);
      }
    }
  });
});
