import type { FormatInfo } from '@rightsmith/core';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { factsText } from '../../render/facts-text.js';

/** Lists the formats. */
export function runFormats({ wiring }: JobContext): Outcome {
  const { formats } = wiring.keylessEngine().formats;
  return {
    result: { ok: true, formats },
    text: formats.map(formatText).join('\n'),
    warnings: [],
  };
}

function formatText({ id, title, extensions, naming }: FormatInfo): string {
  const prefixed = naming.kind === 'suffix' ? naming.prefixed : [];
  return `${id}\n${factsText(
    [
      ['Title', title],
      ['Files', extensions.length === 0 ? 'any' : extensions.join(' ')],
      ['Protected name', naming.kind === 'keep' ? 'unchanged' : `…${naming.suffix}`],
      ...(prefixed.length === 0 ? [] : [['With a p in front', prefixed.join(' ')] as const]),
    ],
    '  ',
  )}`;
}
