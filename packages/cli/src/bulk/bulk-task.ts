import type { BulkTask } from '@rightsmith/bulk';
import { UsageError } from '@rightsmith/core';
import { protectOptions, protectRequest } from '../verbs/protect/run-protect.js';
import { PROTECTED_BEFORE, republishRequest } from '../verbs/republish/run-republish.js';
import { unprotectOptions } from '../verbs/unprotect/run-unprotect.js';
import type { BulkJob } from './bulk-job.js';

/**
 * What a job asks to be done with every file.
 *
 * @param now - milliseconds since 1970, for `expires` in days
 * @throws UsageError for options that contradict each other, cannot be read, or are for single files
 */
export function bulkTask(job: BulkJob, now: number): BulkTask {
  if ('threads' in job) {
    throw new UsageError('--threads is for single files.', { hint: 'Say by --jobs how many threads work.' });
  }
  switch (job.verb) {
    case 'protect': {
      const { settings } = protectOptions(job);
      return {
        verb: 'protect',
        request: protectRequest(job, now),
        call: { ...(settings !== undefined && { settings }) },
      };
    }
    case 'unprotect': {
      if (job.useLicense !== undefined) {
        throw new UsageError('A use licence is for one file.', { hint: 'Leave out --use-license.' });
      }
      const { settings, offline } = unprotectOptions(job, undefined);
      return {
        verb: 'unprotect',
        call: { ...(settings !== undefined && { settings }), ...(offline !== undefined && { offline }) },
      };
    }
    case 'republish':
      return { verb: 'republish', request: republishRequest(job, now), call: { settings: PROTECTED_BEFORE } };
  }
}
