import type { FormatInfo } from '@rightsmith/core';
import type { FormatOrigin } from '@rightsmith/plugins';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { factsText } from '../../render/facts-text.js';
import { visible } from '../../render/visible.js';

/** A format as `--json` prints it. */
interface ListedFormat extends FormatInfo {
  readonly origin: FormatOrigin;
}

/** Lists the formats. */
export async function runFormats({ wiring }: JobContext): Promise<Outcome> {
  const { registry, origins } = await wiring.formats();
  const formats = registry.formats.flatMap((info): ListedFormat[] => {
    const origin = origins.get(info.id);
    return origin === undefined ? [] : [{ ...info, origin }];
  });
  return {
    result: { ok: true, formats },
    text: formats.map(formatText).join('\n'),
    warnings: [],
  };
}

function formatText({ id, title, extensions, naming, origin }: ListedFormat): string {
  const prefixed = naming.kind === 'suffix' ? naming.prefixed : [];
  return `${id}\n${factsText(
    [
      ['Title', title],
      ['Files', extensions.length === 0 ? 'any' : extensions.join(' ')],
      ['Protected name', naming.kind === 'keep' ? 'unchanged' : `…${naming.suffix}`],
      ...(prefixed.length === 0 ? [] : [['With a p in front', prefixed.join(' ')] as const]),
      ['Comes from', originText(origin)],
      ...(origin.isolation === 'process' ? [['Runs in', 'a process of its own'] as const] : []),
    ],
    '  ',
  )}`;
}

function originText({ kind, name, version, path, askedBy }: FormatOrigin): string {
  if (kind === 'built-in') return 'Rightsmith';
  const known = [name, version].filter((one) => one !== undefined).join(' ');
  const place = path === undefined ? '' : `${known === '' ? '' : ', '}${path}`;
  return visible(`${known}${place}${kind === 'inline' ? 'a function' : ''}, asked for by ${askedBy ?? 'nobody'}`);
}
