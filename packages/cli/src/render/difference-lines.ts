import type { GrantedRight, PolicyDifference } from '@rightsmith/core';
import { visible } from './visible.js';

/** How two policies differ, for a person: `+` is what only the second has, `-` what only the first has, `~` what is otherwise. */
export function differenceLines({ same, added, removed, retimed, changed }: PolicyDifference): string[] {
  if (same) return ['  Both policies say the same.'];
  return [
    ...rightLines('+', added),
    ...rightLines('-', removed),
    ...rightLines('~', retimed),
    ...changed.map(({ member, before, after }) => `  ~ ${member}: ${valueText(before)} → ${valueText(after)}`),
  ];
}

/** One line for all rights of one user that count for the same time. */
function rightLines(mark: string, rights: readonly GrantedRight[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { user, right, validFrom, validUntil } of rights) {
    const key = JSON.stringify([user, periodText(validFrom, validUntil)]);
    lines.set(key, [...(lines.get(key) ?? []), right]);
  }
  return [...lines].map(([key, names]) => {
    const [user, period] = JSON.parse(key) as [string, string];
    return `  ${mark} ${visible(user)}: ${visible(names.join(', '))}${period}`;
  });
}

/** The time in which something counts, with a blank in front; empty where it always does. */
export function periodText(validFrom: string | undefined, validUntil: string | undefined): string {
  return `${validFrom === undefined ? '' : ` from ${validFrom}`}${validUntil === undefined ? '' : ` until ${validUntil}`}`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'none' : visible(typeof value === 'string' ? value : JSON.stringify(value));
}
