import { verificationFailure, type VerifyResult } from '@rightsmith/core';
import { failedOutcome, type Outcome } from '../../job/outcome.js';
import { factsText, type Fact } from '../../render/facts-text.js';
import { visible } from '../../render/visible.js';

/** Tells what signatures and chain of a licence are worth. What does not hold makes the file fail, and still every block is told. */
export function verifiedOutcome(file: string, report: VerifyResult): Outcome {
  const text = `${visible(file)}\n${factsText(reportFacts(report), '  ')}`;
  const error = verificationFailure(report);
  if (error === undefined) return { result: { file, ok: true, ...report, warnings: [] }, text, warnings: [] };
  const failed = failedOutcome(file, error);
  return { ...failed, result: { ...failed.result, ...report }, text };
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
