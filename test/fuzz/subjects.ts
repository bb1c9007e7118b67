import { readdirSync, readFileSync } from 'node:fs';
import { corpusFile, corpusPath } from '../support/corpus.js';
import { compoundFileSubject, ownCompoundFileSubject } from './compound-file-subject.js';
import { containerSubjects } from './container-subject.js';
import { licenseSubject } from './license-subject.js';
import { ownOfficeSubjects, realOfficeSubject } from './office-subject.js';
import { ownFileSubjects } from './own-file-subject.js';
import { pdfSubject } from './pdf-subject.js';
import { pfileSubject, realPfileSubject, type PfileSidecar } from './pfile-subject.js';
import type { Subject } from './subject.js';

/** The names {@link subjectsOf} takes. */
export const GROUPS = [
  'licences',
  'PFILEs with a known key',
  'real PFILEs',
  'own protected files',
  'compound files',
  'Office documents',
  'PDF files',
  'containers',
] as const;

/** Those that cost too much for every run of the tests. */
export const LONG_GROUPS: readonly string[] = ['PDF files', 'containers'];

/** The part of the usual amount of mutations for which a group of the long run has time. */
export const SHARES: Partial<Readonly<Record<(typeof GROUPS)[number], number>>> = {
  'PDF files': 0.1,
  containers: 0.25,
};

/** Ten PDF files of every build that is no obstacle: tables, streams, hybrid, object streams, revisions, attachments. */
const PDF_NAMES =
  '01-simple-20 02-hybrid-18 04-catalog-in-objstm 06-attachments 08-latex-minimal 10-form 11-xmp 12-annotations 13-hybrid-office 14-page-labels';

/** The subjects of a group, read from the corpus or made anew. */
export async function subjectsOf(group: string): Promise<Subject[]> {
  switch (group as (typeof GROUPS)[number]) {
    case 'licences':
      return corpusNames('licenses', /\.(xml|bin)$/).map((name) => licenseSubject(name, corpusFile(name)));
    case 'PFILEs with a known key':
      return Promise.all(
        corpusNames('pfile', /^\d.*\.json$/).map((name) => {
          const sidecar = JSON.parse(readFileSync(corpusPath(name), 'utf8')) as PfileSidecar;
          return pfileSubject(name, corpusFile(`pfile/${sidecar.file}`), sidecar);
        }),
      );
    case 'real PFILEs':
      return Promise.all(
        corpusNames('pfile-real', /\.(pfile|ptxt)$/).map((name) => realPfileSubject(name, corpusFile(name))),
      );
    case 'own protected files':
      return ownFileSubjects();
    case 'compound files':
      return [
        await ownCompoundFileSubject(),
        ...['irm/testWORD_protected_drm.doc', 'documents/testMSG.msg'].map((name) =>
          compoundFileSubject(name, corpusFile(name)),
        ),
      ];
    case 'Office documents':
      return [
        await realOfficeSubject('testWORD_protected_drm.doc', corpusFile('irm/testWORD_protected_drm.doc')),
        ...(await ownOfficeSubjects()),
      ];
    case 'containers':
      return containerSubjects();
    case 'PDF files':
      return Promise.all(PDF_NAMES.split(' ').map((name) => pdfSubject(name, corpusFile(`pdf/${name}.pdf`))));
  }
}

function corpusNames(folder: string, pattern: RegExp): string[] {
  return readdirSync(corpusPath(folder))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);
}
