import type { InspectJob } from '../../job/job.js';
import { OUTPUT_OPTIONS, READ_MANY_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith inspect` as data. */
export const INSPECT: VerbFor<InspectJob> = {
  name: 'inspect',
  files: 'any',
  summary: 'tell all that can be known about files without a key',
  notes: [
    'With --recursive it works on all files in folders, and looks into ZIP archives, attachments of PDF files and documents embedded in Office documents.',
    'It exits with 52 if a limit ended the search inside, and with 61 if something inside, or some of many files, could not be read.',
  ],
  options: {
    ...READ_MANY_OPTIONS,
    recursive: { kind: 'flag', short: 'r', help: 'work on all files in folders, and on those inside other files' },
    foldersOnly: { kind: 'flag', help: 'with --recursive: look through folders, but not into files' },
    license: { kind: 'text', value: 'OUT', help: 'also write the licence to this file, exactly as stored' },
    trace: {
      kind: 'flag',
      help: 'also tell how each format voted, which bytes it read, and what became of the licence',
    },
    force: OUTPUT_OPTIONS.force,
    filename: OUTPUT_OPTIONS.filename,
  },
};
