import { CorruptFile } from '../errors.js';
import { intersectPeriods } from '../rights/period.js';
import type { Grant, ValidityPeriod } from '../rights/policy.js';
import { normalizeRight } from '../rights/rights.js';
import { foldAddress } from '../rights/users.js';
import { readRange } from './body-facts.js';
import { readPrincipal } from './principals.js';
import { rightElements, rightName } from './right-elements.js';
import type { RightEntry } from './rights-list.js';
import { type XmlElement, childNamed, childrenNamed } from './xml.js';

/** What the conditions of a right say about time. */
export interface TimeConditions extends ValidityPeriod {
  /** Days a use licence may be kept. */
  readonly offlineDays?: number;
}

/**
 * Reads `RIGHTSGROUP/RIGHTSLIST` of a `WORK`: one entry per right and user. Both spellings of a right count for every name; what
 * no grant can express (unknown conditions, principals nobody matches) is left out.
 *
 * @throws CorruptFile for a time that is none
 */
export function readRightsList(work: XmlElement): readonly (RightEntry & TimeConditions)[] {
  return rightElements(work).flatMap((element) => {
    const name = rightName(element);
    const conditions = childNamed(element, 'CONDITIONLIST');
    if (name === '' || conditions === undefined) return [];
    const time = readTimeConditions(conditions);
    return readUsers(conditions).map((user) => ({ ...time, right: normalizeRight(name), user }));
  });
}

/** Reads the `TIME` children: every one must hold, wherever it stands, so together they are their intersection. */
export function readTimeConditions(conditions: XmlElement): TimeConditions {
  const times = childrenNamed(conditions, 'TIME');
  const ranges = times.flatMap((time) => childrenNamed(time, 'RANGETIME')).map(readRange);
  const days = times.flatMap((time) => childrenNamed(time, 'INTERVALTIME')).map(readDays);
  return { ...intersectPeriods(ranges), ...(days.length > 0 && { offlineDays: Math.min(...days) }) };
}

/** Gathers entries into grants: a user's rights of one period together, users with the same together, in the order of the text. */
export function groupEntries(entries: readonly RightEntry[]): readonly Grant[] {
  const perUser = groupBy(entries, ({ user, validFrom, validUntil }) => [foldAddress(user), validFrom, validUntil]);
  const single = perUser.map((own): Grant => {
    const { user, validFrom, validUntil } = own[0];
    const period = { ...(validFrom && { validFrom }), ...(validUntil && { validUntil }) };
    return { users: [user], rights: [...new Set(own.map(({ right }) => right))], ...period };
  });
  const alike = groupBy(single, ({ rights, validFrom, validUntil }) => [rights.toSorted(), validFrom, validUntil]);
  return alike.map((grants) => ({ ...grants[0], users: grants.flatMap(({ users }) => users) }));
}

type NonEmpty<T> = readonly [T, ...T[]];

function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly NonEmpty<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function readUsers(conditions: XmlElement): readonly string[] {
  return childrenNamed(conditions, 'ACCESS')
    .flatMap((access) => childrenNamed(access, 'PRINCIPAL'))
    .flatMap((principal) => childrenNamed(principal, 'OBJECT'))
    .flatMap((object) => readPrincipal(object) ?? []);
}

function readDays(interval: XmlElement): number {
  const text = interval.attributes.get('days') ?? '';
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new CorruptFile('INTERVALTIME is not a number of days.', { where: { structure: 'rights data' } });
}
