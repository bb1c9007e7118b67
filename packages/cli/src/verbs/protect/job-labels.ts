import { normalizeGuid, UsageError, type Label } from '@rightsmith/core';

/** How the option says that there is to be no label. */
const NONE = 'none';

/**
 * The sensitivity labels that a job asks for; undefined where it says nothing about them.
 *
 * @param now - milliseconds since 1970, when they are set
 * @throws UsageError for what is no label
 */
export function jobLabels(label: readonly string[] | undefined, now: number): readonly Label[] | undefined {
  if (label === undefined) return undefined;
  if (!label.includes(NONE)) return label.map((text) => labelOf(text, now));
  if (label.length === 1) return [];
  throw new UsageError('--label none is for no label at all.', { hint: 'Leave out none, or all others.' });
}

/** With the properties that programs write when a person chooses a label; pdf-irm.md §8, ooxml-irm.md §8.4. */
function labelOf(text: string, now: number): Label {
  const [first = '', second, ...more] = text.split(':');
  const [id, tenantId] = [normalizeGuid(first), second === undefined ? undefined : normalizeGuid(second)];
  if (id === undefined || more.length > 0 || (second !== undefined && tenantId === undefined)) {
    throw new UsageError(`${JSON.stringify(text)} is no label.`, {
      hint: 'Give its GUID, and behind a colon that of its tenant where it is known; none: no label.',
    });
  }
  const SetDate = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const properties = { Enabled: 'true', SetDate, Method: 'Privileged' };
  return { id, ...(tenantId !== undefined && { tenantId }), properties };
}
