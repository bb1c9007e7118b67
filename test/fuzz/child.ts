// Runs the mutations of one group of subjects and tells the parent of each case before it begins, so that a hang can be named.
import { mutate, mutationsOf, type Amount, type Mutation } from './mutations.js';
import type { Subject } from './subject.js';
import { subjectsOf } from './subjects.js';

const [group = '', amountJson = ''] = process.argv.slice(2);
const amount = JSON.parse(amountJson) as Amount;

let cases = 0;
const findings: string[] = [];
process.on('unhandledRejection', (error) => {
  findings.push(`unhandled rejection: ${String(error)}`);
});

const describeCase = (name: string, { kind, offset, bit }: Mutation): string =>
  `${name}: ${kind} at ${offset}${bit === undefined ? '' : ` bit ${bit}`}`;

async function judgeAll(subject: Subject, mutations: Iterable<Mutation>): Promise<void> {
  for (const mutation of mutations) {
    const title = describeCase(subject.name, mutation);
    if (cases % 16 === 0) process.send?.({ running: title });
    cases += 1;
    try {
      const complaint = await subject.judge(mutate(subject.bytes, mutation), mutation);
      if (complaint !== undefined) findings.push(`${title}: ${complaint}`);
    } catch (error) {
      findings.push(`${title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}

const startKiB = process.resourceUsage().maxRSS;
for (const subject of await subjectsOf(group)) {
  const mutations = mutationsOf(subject.bytes.length, subject.borders, amount).values();
  // All take the next case from the same list.
  await Promise.all(Array.from({ length: subject.atOnce ?? 1 }, () => judgeAll(subject, mutations)));
}
process.send?.({ cases, findings: findings.slice(0, 20), grownKiB: process.resourceUsage().maxRSS - startKiB });
process.disconnect();
