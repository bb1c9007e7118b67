import type { Grant, NewTemplate, Template, ValidityPeriod } from '@rightsmith/core';
import type { GrantEntry, NewTemplateEntry, StoredTemplateEntry } from './contract/administration.js';
import { requestTime } from './contract/shapes.js';

/** A template as it is sent to be added. */
export function newTemplateEntry(template: NewTemplate): NewTemplateEntry {
  const { id, names, grants, offlineDays, scope, referral, encryptedData } = template;
  const others = { offlineDays, scope, referral, encryptedData };
  return { id, names, rights: grants.map(grantEntry), ...periodEntry(template), ...others };
}

/** A template as a service tells it to administrators. */
export function readTemplate(entry: StoredTemplateEntry): Template {
  const { id, names, rights, offlineDays, scope, referral, encryptedData, modified, archived } = entry;
  return {
    id: id.toLowerCase(),
    names,
    grants: rights.map(readGrant),
    ...readPeriod(entry),
    ...(typeof offlineDays === 'number' && { offlineDays }),
    ...(scope !== undefined && scope !== null && { scope }),
    ...(typeof referral === 'string' && { referral }),
    ...(encryptedData !== undefined && encryptedData !== null && { encryptedData }),
    modified: requestTime(modified),
    ...(archived === true && { archived }),
  };
}

type PeriodEntry = Pick<GrantEntry, 'validFrom' | 'validUntil'>;

function grantEntry({ users, rights, ...period }: Grant): GrantEntry {
  return { users, rights, ...periodEntry(period) };
}

function periodEntry({ validFrom, validUntil }: ValidityPeriod): PeriodEntry {
  return {
    ...(validFrom !== undefined && { validFrom: validFrom.toISOString() }),
    ...(validUntil !== undefined && { validUntil: validUntil.toISOString() }),
  };
}

function readGrant({ users, rights, ...period }: GrantEntry): Grant {
  return { users, rights, ...readPeriod(period) };
}

function readPeriod({ validFrom, validUntil }: PeriodEntry): ValidityPeriod {
  return {
    ...(typeof validFrom === 'string' && { validFrom: requestTime(validFrom) }),
    ...(typeof validUntil === 'string' && { validUntil: requestTime(validUntil) }),
  };
}
