import { Tampered } from '@rightsmith/core';
import type { VerifyResult } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { VerifyJob } from '../../job/job.js';
import { failedOutcome, type Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { factsText, type Fact } from '../../render/facts-text.js';
import { visible } from '../../render/visible.js';

/** Checks signatures and chain of a licence. What does not hold makes the file fail, and still every block is told. */
export async function* runVerify(job: VerifyJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const engine = await context.wiring.keylessEngine();
  yield* readFiles(job, context, async ({ file, source, name }) => {
    const report = await engine.verify(source, { name, signal: context.signal });
    const text = `${visible(file)}\n${factsText(reportFacts(report), '  ')}`;
    if (report.valid) return { result: { file, ok: true, ...report, warnings: [] }, text, warnings: [] };
    const failed = failedOutcome(file, verificationError(report));
    return { ...failed, result: { ...failed.result, ...report }, text };
  });
}

function verificationError({ blocks, chain }: VerifyResult): Tampered {
  const wrong = blocks.find(({ signed, digest, signature }) => signed && !(digest && signature));
  if (wrong !== undefined) {
    return new Tampered('A signature of the licence does not hold.', {
      where: { structure: `licence block ${wrong.index}` },
      hint: 'Its text was changed, or it never was genuine: do not trust what it says.',
    });
  }
  return new Tampered(chain === 'broken' ? 'The chain of the licence is broken.' : 'The licence is not signed.', {
    hint: 'Nothing shows that it is genuine: do not trust what it says.',
  });
}

function reportFacts({ blocks, chain }: VerifyResult): Fact[] {
  return [...blocks.map((block): Fact => [`Block ${block.index}`, blockText(block)]), ['Chain', chain]];
}

function blockText({
  type,
  descriptorType,
  signed,
  digest,
  signature,
  keyBits,
  digestAlgorithm,
}: VerifyResult['blocks'][number]): string {
  const what = descriptorType ?? type;
  if (!signed) return `${what}: not signed`;
  const algorithm = [keyBits === undefined ? [] : `RSA-${keyBits}`, digestAlgorithm ?? []].flat().join(', ');
  const answers = `digest ${digest ? 'holds' : 'does not hold'}, signature ${signature ? 'holds' : 'does not hold'}`;
  return `${what}: ${answers}${algorithm === '' ? '' : ` (${algorithm})`}`;
}
