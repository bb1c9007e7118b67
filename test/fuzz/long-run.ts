// The long form of test/mutations.test.ts and test/pdf-mutations.test.ts: `npm run fuzz -- [--minutes 10] [--seed 1]`.
import { parseArgs } from 'node:util';
import { runGroup } from './run-group.js';
import { GROUPS, SHARES } from './subjects.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const end = Date.now() + Number(values.minutes) * 60_000;
let total = 0;
for (let seed = Number(values.seed); Date.now() < end; seed += 1) {
  for (const group of GROUPS) {
    const share = SHARES[group] ?? 1;
    const { cases, findings, grownKiB } = await runGroup(group, { seed, cuts: 500 * share, flips: 5000 * share });
    total += cases;
    console.log(
      `seed ${seed}, ${group}: ${cases} cases, ${findings.length} findings, memory +${Math.round(grownKiB / 1024)} MiB`,
    );
    for (const finding of findings) console.log(`  ${finding}`);
    if (findings.length > 0) process.exitCode = 1;
  }
}
console.log(`${total} cases in all`);
