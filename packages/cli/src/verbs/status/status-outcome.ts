import type { Inspection } from '@rightsmith/core';
import type { Outcome } from '../../job/outcome.js';
import { STATUS_TEXTS } from '../../render/status-texts.js';
import { visible } from '../../render/visible.js';

/** Exit code of the answer no. */
const NOT_PROTECTED = 20;

/** Tells whether a file is protected. */
export function statusOutcome(file: string, { status, format, license, warnings }: Inspection): Outcome {
  const contentId = license?.contentId;
  return {
    result: { file, ok: true, status, format, ...(contentId !== undefined && { contentId }), warnings },
    text: `${visible(file)}: ${STATUS_TEXTS[status]} (${visible(format.reason)})`,
    warnings,
    ...(status !== 'protected' && { answer: NOT_PROTECTED }),
  };
}
