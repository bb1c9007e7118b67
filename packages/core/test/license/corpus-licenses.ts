import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { corpusFile, corpusPath } from '../../../../test/support/corpus.js';

/** What the corpus says about one block. */
export interface ExpectedBlock {
  readonly bodyType: string;
  readonly purpose: string | null;
  readonly descriptorType: string | null;
  readonly signature?: null;
  readonly digestAlgorithm?: string;
  readonly keyBits?: number;
  /** The first 8 bytes, hex. */
  readonly issuerModulusSha256?: string;
  readonly bodyUtf16Bytes?: number;
  readonly declaredDigest?: string;
  readonly digestMatches?: boolean;
  readonly rsaMatches?: boolean;
}

/** What the corpus says about one licence file. */
export interface ExpectedFile {
  readonly encoding: 'utf-8 no BOM' | 'utf-8 with BOM' | 'utf-16le no BOM';
  readonly trailingNulChars: number;
  readonly sha256OfFile: string;
  readonly blocks: readonly ExpectedBlock[];
}

/** Every licence file of the corpus with what is known about it. */
export function expectedLicenses(): readonly (readonly [name: string, expected: ExpectedFile])[] {
  const text = readFileSync(corpusPath('licenses/expected-signatures.json'), 'utf8');
  return Object.entries(JSON.parse(text) as Record<string, ExpectedFile>);
}

export function licenseFile(name: string): Uint8Array {
  return corpusFile(`licenses/${name}`);
}

/** Names and addresses of people in the corpus are never spelled out, only compared by this. */
export function sha256(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
