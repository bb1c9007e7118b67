import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { Tampered } from '../errors.js';
import { type LicenseBlock, splitBlocks } from './blocks.js';
import { type ChainLink, type ChainState, judgeChain, linkBlocks } from './chain.js';
import { decodeLicense } from './encoding.js';
import { type BlockSignature, verifyBlock } from './signature.js';

/** What can be said about one block of a licence. */
export interface BlockReport extends BlockSignature, ChainLink {
  readonly index: number;
  /** The type of `BODY`. */
  readonly type: string;
  readonly descriptorType?: string;
  readonly purpose?: string;
}

/** What can be said about the signatures of a licence; plain JSON. */
export interface LicenseReport {
  readonly blocks: readonly BlockReport[];
  readonly chain: ChainState;
  /** Block 0 is signed, every signature holds and the chain is not broken. Not a word about trust (`licenses.md` §3.4). */
  readonly valid: boolean;
}

/**
 * Verifies everything in a licence, a bare certificate or a template, in any encoding.
 *
 * @throws CorruptFile and LimitReached for what is no licence; a signature that does not hold is an answer, not an error.
 */
export function verifyLicense(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): LicenseReport {
  return verifyBlocks(splitBlocks(decodeLicense(bytes, limits).text, limits));
}

/** The error for whoever needs a report to be valid; undefined where it is. */
export function verificationFailure({ valid, blocks, chain }: LicenseReport): Tampered | undefined {
  if (valid) return undefined;
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

/** Verifies the blocks of a licence that was split before. Throws CorruptFile when a part stands twice. */
export function verifyBlocks(blocks: readonly LicenseBlock[]): LicenseReport {
  const answers = blocks.map((block, index) => ({ index, ...describe(block), ...verifyBlock(block) }));
  const links = linkBlocks(blocks, answers);
  const chain = judgeChain(links, answers);
  const holding = answers.every(({ signed, digest, signature }) => !signed || (digest && signature));
  return {
    blocks: answers.map((answer) => ({ ...answer, ...links[answer.index] })),
    chain,
    valid: chain !== 'broken' && answers[0]?.signed === true && holding,
  };
}

function describe({
  bodyType,
  descriptorType,
  purpose,
}: LicenseBlock): Pick<BlockReport, 'type' | 'descriptorType' | 'purpose'> {
  return {
    type: bodyType,
    ...(descriptorType !== undefined && { descriptorType }),
    ...(purpose !== undefined && { purpose }),
  };
}
