import assert from 'node:assert/strict';
import { describeWithCorpus } from './support/corpus.js';
import { runGroup } from './fuzz/run-group.js';
import { GROUPS, LONG_GROUPS } from './fuzz/subjects.js';

/** How many cases of a group have to run, where not 2000. */
const LEAST: Readonly<Record<string, number>> = { 'Office documents': 6000 };

describeWithCorpus('mutated files', () => {
  for (const group of GROUPS.filter((name) => !LONG_GROUPS.includes(name))) {
    it(`of ${group} give a coded error or the right answer`, async function () {
      this.timeout(600_000);
      const { cases, findings, grownKiB } = await runGroup(group, { seed: 20_261, cuts: 200, flips: 2000 });
      assert.deepEqual(findings, []);
      assert.ok(cases >= (LEAST[group] ?? 2000), `only ${cases} cases ran`);
      assert.ok(grownKiB < 512 * 1024, `memory grew by ${grownKiB} KiB`);
    });
  }
});
