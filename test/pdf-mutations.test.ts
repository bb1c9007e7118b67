import assert from 'node:assert/strict';
import { runGroup } from './fuzz/run-group.js';
import { describeWithCorpus } from './support/corpus.js';
import { describeWithTools } from './support/tools.js';

describeWithCorpus('5000 mutations of ten PDF files', () => {
  describeWithTools('judged by qpdf', ['qpdf'], () => {
    it('give a coded error, or a result that qpdf finds no worse and with the same objects', async function () {
      this.timeout(600_000);
      const { cases, findings, grownKiB } = await runGroup('PDF files', { seed: 20_261, cuts: 50, flips: 450 });
      assert.deepEqual(findings, []);
      assert.ok(cases >= 5000, `only ${cases} cases ran`);
      assert.ok(grownKiB < 512 * 1024, `memory grew by ${grownKiB} KiB`);
    });
  });
});
