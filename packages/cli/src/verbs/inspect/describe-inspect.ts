import type { InspectJob } from '../../job/job.js';
import { OUTPUT_OPTIONS } from '../common-options.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith inspect` as data. */
export const INSPECT: VerbFor<InspectJob> = {
  name: 'inspect',
  files: 'one',
  summary: 'tell all that can be known about a file without a key',
  notes: [
    'With --recursive it exits with 52 if a limit ended the search inside, and with 61 if something inside could not be read.',
  ],
  options: {
    recursive: {
      kind: 'flag',
      short: 'r',
      help: 'also look into ZIP archives, attachments of PDF files and documents embedded in Office documents',
    },
    license: { kind: 'text', value: 'OUT', help: 'also write the licence to this file, exactly as stored' },
    trace: {
      kind: 'flag',
      help: 'also tell how each format voted, which bytes it read, and what became of the licence',
    },
    force: OUTPUT_OPTIONS.force,
    filename: OUTPUT_OPTIONS.filename,
  },
};
