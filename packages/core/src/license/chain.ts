import type { LicenseBlock } from './blocks.js';
import { findPublicKey } from './public-key.js';
import { rightElements, rightName, rightRange } from './right-elements.js';
import type { BlockSignature } from './signature.js';
import { parseTime } from './times.js';
import { childNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** Which certificate of the same licence issued a block. */
export interface ChainLink {
  /** Index of the issuing certificate; absent where it is not in the licence. */
  readonly issuedBy?: number;
  /** Whether the block was issued in the time in which its issuer may issue; present with `issuedBy`. */
  readonly inIssuerRange?: boolean;
}

/**
 * `single`: one block, nothing to link. `linked`: every block is genuine, leads up to the same missing issuer (the
 * root, or where the chain was cut), and was issued in its issuer's time. `broken`: anything else.
 */
export type ChainState = 'single' | 'linked' | 'broken';

interface Issuing {
  readonly issuer: string | undefined;
  /** The key this certificate allows to issue; undefined when it allows none. */
  readonly key: string | undefined;
  readonly range: XmlElement | undefined;
  readonly issuedAt: Date | undefined;
}

/**
 * Finds each block's issuer by key (`licenses.md` §5). Only a certificate with the right `ISSUE` can be one. Position
 * does not count, and neither does today: the certificates of the real hierarchy are past their end.
 */
export function linkBlocks(
  blocks: readonly LicenseBlock[],
  signatures: readonly BlockSignature[],
): readonly ChainLink[] {
  const issuing = blocks.map((block, index) => issuingFacts(block, signatures[index]?.issuerFingerprint));
  return issuing.map(({ issuer, issuedAt }, index) => {
    const candidates = [...issuing.entries()].filter(
      ([other, { key }]) => other !== index && key !== undefined && key === issuer,
    );
    const inRange = candidates.find(([, { range }]) => isWithin(issuedAt, range));
    const issuedBy = (inRange ?? candidates[0])?.[0];
    return issuedBy === undefined ? {} : { issuedBy, inIssuerRange: inRange !== undefined };
  });
}

/** Judges the whole chain from its links and the signatures of its blocks. */
export function judgeChain(links: readonly ChainLink[], signatures: readonly BlockSignature[]): ChainState {
  if (links.length === 1) return 'single';
  const genuine = signatures.every(({ digest, signature }) => digest && signature);
  const inTime = links.every(({ inIssuerRange }) => inIssuerRange !== false);
  const roots = new Set(links.map((_, index) => rootOf(index, links, signatures)));
  const linked = links[0]?.issuedBy !== undefined && roots.size === 1 && !roots.has(undefined);
  return genuine && inTime && linked ? 'linked' : 'broken';
}

/** The key above the last block reached by going from issuer to issuer; undefined when that goes round in a circle. */
function rootOf(start: number, links: readonly ChainLink[], signatures: readonly BlockSignature[]): string | undefined {
  const seen = new Set([start]);
  let index = start;
  for (let next = links[start]?.issuedBy; next !== undefined; next = links[index]?.issuedBy) {
    if (seen.has(next)) return undefined;
    seen.add(next);
    index = next;
  }
  return signatures[index]?.issuerFingerprint;
}

function issuingFacts({ body }: LicenseBlock, issuer: string | undefined): Issuing {
  const principal = elementAt(body, 'ISSUEDPRINCIPALS', 'PRINCIPAL');
  const issue = rightElements(childNamed(body, 'WORK')).find((right) => rightName(right) === 'ISSUE');
  return {
    issuer,
    key: issue === undefined || principal === undefined ? undefined : findPublicKey(principal)?.fingerprint,
    range: issue === undefined ? undefined : rightRange(issue),
    issuedAt: parseTime(textOf(body, 'ISSUEDTIME') ?? ''),
  };
}

/** Whether the time lies in the range, both ends included. A certificate without a range may always issue. */
function isWithin(time: Date | undefined, range: XmlElement | undefined): boolean {
  if (range === undefined) return true;
  const from = parseTime(textOf(range, 'FROM') ?? '');
  const until = parseTime(textOf(range, 'UNTIL') ?? '');
  return time !== undefined && from !== undefined && until !== undefined && from <= time && time <= until;
}
