import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { CorruptFile } from '../errors.js';
import { NO_LICENSE_CACHE } from '../rights/check-policy.js';
import { intersectPeriods } from '../rights/period.js';
import type { Policy, ValidityPeriod } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import { entriesOf, readAuthenticatedData } from './authenticated-data.js';
import { splitBlocks } from './blocks.js';
import { readDistributionPoints, readIssuedTime, readWork } from './body-facts.js';
import { readDescriptor } from './descriptor.js';
import { DISTRIBUTION_POINTS } from './distribution-points.js';
import { type TimeConditions, groupEntries, readRightsList, readTimeConditions } from './read-rights-list.js';
import { type XmlElement, childNamed } from './xml.js';

/** What a policy text says. GUIDs are in lower case without braces. */
export interface RightsData {
  readonly policy: Policy;
  /** Whether it is a signed official template; whose, and whether the signature holds, `verifyBlock` tells. */
  readonly official: boolean;
  readonly issuedAt: Date;
  /** Of the template, or the one that stands in the clear part too. */
  readonly descriptorId?: string;
  /** For display only: the clear part of the licence decides (licenses.md §7.1). Custom policies only. */
  readonly contentId?: string;
  /** As `contentId`. */
  readonly owner?: string;
}

const BODY_TYPES = { 'Microsoft Rights Template': false, 'Microsoft Official Rights Template': true } as const;

/**
 * Reads the text of a policy, of whatever service or Office client; licenses.md §7.2. Rights without a known meaning are kept as
 * custom rights, unknown elements are ignored. A period that is the same for all rights becomes that of the policy.
 *
 * @throws CorruptFile when the text is no policy; LimitReached
 */
export function readRightsData(text: string, limits: Limits = DEFAULT_LIMITS): RightsData {
  const [block, second] = splitBlocks(text, limits);
  const official = BODY_TYPES[block?.bodyType as keyof typeof BODY_TYPES] as boolean | undefined;
  if (block === undefined || second !== undefined || official === undefined) throw corrupt('is not one policy');
  const { body } = block;
  const issuedAt = readIssuedTime(body);
  const work = childNamed(body, 'WORK');
  if (work === undefined) throw corrupt('has no WORK');
  const descriptor = readDescriptor(body);
  const referral = readReferral(body);
  const policy = {
    names: descriptor?.names ?? [],
    ...readTerms(work, issuedAt, entriesOf(readAuthenticatedData(body), 'APPSPECIFIC')),
    ...(referral !== undefined && { referral }),
  };
  return {
    policy,
    official,
    issuedAt,
    ...(descriptor !== undefined && { descriptorId: descriptor.id }),
    ...readWork(body),
  };
}

/** Grants, period, offline days and application data. */
function readTerms(work: XmlElement, issuedAt: Date, appData: StringMap): Omit<Policy, 'names'> {
  const precondition = childNamed(work, 'PRECONDITIONLIST');
  const content = precondition === undefined ? {} : readTimeConditions(precondition);
  const rights = readRightsList(work);
  const entries = rights.map(({ right, user, ...time }) => ({ right, user, ...periodAfter(time, issuedAt) }));
  const common = commonPeriod(entries);
  const offlineDays = readOfflineDays([content, ...rights], appData);
  const encryptedData = Object.fromEntries(Object.entries(appData).filter(([name]) => name !== NO_LICENSE_CACHE));
  return {
    grants: groupEntries(common === undefined ? entries : entries.map(({ right, user }) => ({ right, user }))),
    ...intersectPeriods([periodAfter(content, issuedAt), common ?? {}]),
    ...(offlineDays !== undefined && { offlineDays }),
    ...(Object.keys(encryptedData).length > 0 && { encryptedData }),
  };
}

/** A period without a start that says no more than that the licence was issued. */
function periodAfter({ validFrom, validUntil }: ValidityPeriod, issuedAt: Date): ValidityPeriod {
  const start = validFrom !== undefined && validFrom > issuedAt ? validFrom : undefined;
  return { ...(start && { validFrom: start }), ...(validUntil && { validUntil }) };
}

/** The period of all rights, if they have the same. */
function commonPeriod(rights: readonly ValidityPeriod[]): ValidityPeriod | undefined {
  const [first, ...others] = rights.map((right) => intersectPeriods([right]));
  const same = others.every((period) => JSON.stringify(period) === JSON.stringify(first));
  return same ? first : undefined;
}

/** The shortest time anything allows. */
function readOfflineDays(conditions: readonly TimeConditions[], appData: StringMap): number | undefined {
  const days = conditions.flatMap(({ offlineDays }) => offlineDays ?? []);
  if (appData[NO_LICENSE_CACHE] === '1') days.push(0);
  return days.length === 0 ? undefined : Math.min(...days);
}

function readReferral(body: XmlElement): string | undefined {
  const { type } = DISTRIBUTION_POINTS.customReferral;
  return readDistributionPoints(body).find((point) => point.type === type)?.address;
}

function corrupt(what: string): CorruptFile {
  return new CorruptFile(`The rights data text ${what}.`, { where: { structure: 'rights data' } });
}
