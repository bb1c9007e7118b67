import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder with `corpus/` and `vectors/`: `RIGHTSMITH_CORPUS`, else `shared` beside the project. */
const SHARED_FOLDER: string = process.env['RIGHTSMITH_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared');

/** The path of a corpus file, such as `licenses/tika-pdf-pl.xml`. */
export function corpusPath(name: string): string {
  return resolve(SHARED_FOLDER, 'corpus', name);
}

/** The bytes of a corpus file. */
export function corpusFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(corpusPath(name)));
}

/** The path of a vector file, such as `crypto.json`. */
export function vectorsPath(name: string): string {
  return resolve(SHARED_FOLDER, 'vectors', name);
}

/** Like `describe`, for tests that need the corpus: without it they are skipped with the reason, but fail where `CI` is `true`. */
export function describeWithCorpus(title: string, body: () => void): void {
  if (existsSync(resolve(SHARED_FOLDER, 'corpus')) || process.env['CI'] === 'true') describe(title, body);
  else
    describe.skip(
      `${title} (skipped: no corpus; set RIGHTSMITH_CORPUS to the folder that holds corpus/ and vectors/)`,
      body,
    );
}
