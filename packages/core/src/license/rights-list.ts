import { LimitReached } from '../errors.js';
import type { Grant, ValidityPeriod } from '../rights/policy.js';
import { OWNER_RIGHT, normalizeRight } from '../rights/rights.js';
import { foldAddress } from '../rights/users.js';
import { principalXml } from './principals.js';
import { rangeXml } from './write-elements.js';
import { type XmlFragment, rawXml, xml } from './xml-writer.js';

/** One right of one user, with the time in which it counts. */
export interface RightEntry extends ValidityPeriod {
  readonly right: string;
  readonly user: string;
}

/**
 * Names written as elements of their own; all others, VIEWRIGHTSDATA among them, as `RIGHT name="…"`. [U] licenses.md §13.5: how
 * Azure spells rights of custom policies is not known, so this is what the official template of MS-RMPR §4.5.7 does.
 */
const ELEMENT_RIGHTS: ReadonlySet<string> = new Set(['VIEW', 'PRINT', 'EDIT', 'FORWARD', 'EXPORT', 'EXTRACT']);

/** Right elements of one policy. Each takes up to 16 of the elements and attributes a reader counts against `xmlElements`. */
const MAXIMUM_ENTRIES = 6000;

/** Whether an entry is the owner's right to everything. */
export function isOwnerEntry({ right, user }: RightEntry): boolean {
  return right === OWNER_RIGHT && foldAddress(user) === 'owner';
}

/**
 * Every right of every user, user by user in the order of the grants, none twice.
 *
 * @throws LimitReached when there are more than a reader would take
 */
export function rightEntries(grants: readonly Grant[]): readonly RightEntry[] {
  const entries = new Map<string, RightEntry>();
  for (const { users, rights, ...period } of grants) {
    for (const user of users) {
      for (const right of rights.map(normalizeRight)) {
        const identity = JSON.stringify([right, foldAddress(user), period.validFrom, period.validUntil]);
        if (!entries.has(identity)) entries.set(identity, { ...period, right, user });
        if (entries.size > MAXIMUM_ENTRIES) throw tooMany();
      }
    }
  }
  return [...entries.values()];
}

/**
 * `RIGHTSGROUP` with one element per right and user; licenses.md §7.2. [U] there: `offlineDays` becomes an `INTERVALTIME` on every
 * right. It stands in a `TIME` of its own, as a `TIME` holds one condition.
 */
export function rightsGroupXml(entries: readonly RightEntry[], offlineDays: number | undefined): XmlFragment {
  const interval =
    offlineDays === undefined || offlineDays === 0
      ? undefined
      : xml`<TIME><INTERVALTIME days="${offlineDays}" /></TIME>`;
  const elements = entries.map((entry) => rightXml(entry, interval));
  return xml`<RIGHTSGROUP name="Main-Rights"><RIGHTSLIST>${elements}</RIGHTSLIST></RIGHTSGROUP>`;
}

function rightXml(entry: RightEntry, interval: XmlFragment | undefined): XmlFragment {
  const { right, user } = entry;
  const access = xml`<ACCESS><PRINCIPAL>${principalXml(user)}</PRINCIPAL></ACCESS>`;
  const conditions = xml`<CONDITIONLIST>${rangeTimeXml(entry)}${interval}${access}</CONDITIONLIST>`;
  if (!ELEMENT_RIGHTS.has(right)) return xml`<RIGHT name="${right}">${conditions}</RIGHT>`;
  const name = rawXml(right);
  return xml`<${name}>${conditions}</${name}>`;
}

/** A `TIME` with absolute ends; nothing where both are open. */
export function rangeTimeXml({ validFrom, validUntil }: ValidityPeriod): XmlFragment | undefined {
  if (validFrom === undefined && validUntil === undefined) return undefined;
  return xml`<TIME><RANGETIME>${rangeXml(validFrom, validUntil)}</RANGETIME></TIME>`;
}

function tooMany(): LimitReached {
  return new LimitReached('The policy has too many rights and users for one licence.', {
    limit: 'policyEntries',
    maximum: MAXIMUM_ENTRIES,
    hint: 'Grant rights to groups instead of many single users.',
  });
}
