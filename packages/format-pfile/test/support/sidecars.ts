import { readdirSync, readFileSync } from 'node:fs';
import { createContentCipher, type CipherMode, type ContentCipher } from '@rightsmith/core';
import { corpusFile, corpusPath } from '../../../../test/support/corpus.js';

/** What a file of `corpus/pfile/` says about itself; see the README there. */
export interface Sidecar {
  readonly file: string;
  readonly expect: 'ok' | 'reject';
  readonly why?: string;
  readonly header: {
    readonly major: number;
    readonly minor: number;
    readonly redirect_length: number;
    readonly fixed_header_offset: number;
    readonly fixed_header_size: number;
    readonly extension_offset: number;
    readonly extension_length: number;
    readonly extension: string;
    readonly license_offset: number;
    readonly license_length: number;
    readonly license_sha256: string;
    /** As text: 2^64−1 is not exact as a number. */
    readonly original_size?: string;
    readonly metadata_offset?: number;
    readonly metadata_length?: number;
    readonly metadata_sha256?: string;
    readonly content_offset: number;
    readonly content_length: number;
  };
  readonly content: { readonly mode: string; readonly key_hex: string };
  readonly plaintext: { readonly length: number; readonly sha256: string };
}

/** All sidecars, or those of one expectation. Empty without a corpus. */
export function sidecars(expectation: Sidecar['expect']): Sidecar[] {
  return corpusNames('pfile')
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(corpusPath(`pfile/${name}`), 'utf8'))
    .map((text) => JSON.parse(text.replace(/("original_size": )(\d+)/, '$1"$2"')) as Sidecar)
    .filter((sidecar) => sidecar.expect === expectation);
}

/** Names of the PFILEs in `corpus/pfile-real/`. Empty without a corpus. */
export function realFiles(): string[] {
  return corpusNames('pfile-real').filter((name) => name.endsWith('.pfile') || name.endsWith('.ptxt'));
}

/** The bytes a sidecar describes. */
export function sidecarFile(sidecar: Sidecar): Uint8Array {
  return corpusFile(`pfile/${sidecar.file}`);
}

/** The cipher a sidecar names. */
export function sidecarCipher({ content }: Sidecar): ContentCipher {
  return createContentCipher({
    mode: content.mode.toUpperCase() as CipherMode,
    key: new Uint8Array(Buffer.from(content.key_hex, 'hex')),
  });
}

function corpusNames(folder: string): string[] {
  try {
    return readdirSync(corpusPath(folder)).sort();
  } catch {
    return [];
  }
}
