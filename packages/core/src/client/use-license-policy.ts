import type { Grant, Policy } from '../rights/policy.js';
import { findRole } from '../rights/roles.js';
import type { JsonReader } from './json-reader.js';

/** The answer does not say in which language its names are; US English stands for that. */
const UNSTATED_LANGUAGE = 1033;

/** The policy in a use licence answer, which services send only to those who may see it (rest.md §6.2). @throws CorruptFile */
export function readJsonPolicy(answer: JsonReader): Policy | undefined {
  const policy = answer.object('Policy');
  if (policy === undefined) return undefined;
  const name = answer.text('Name');
  const description = answer.text('Description') ?? '';
  const validUntil = answer.date('ContentValidUntil', 'utc');
  const encryptedData = answer.textMap('EncryptedApplicationData');
  return {
    names: name === undefined ? [] : [{ lcid: UNSTATED_LANGUAGE, name, description }],
    grants: [...readUserRights(policy), ...readUserRoles(policy)],
    // Missing means the same as zero: not to be kept.
    offlineDays: Math.max(policy.number('IntervalTimeInDays') ?? 0, 0),
    ...(validUntil !== undefined && { validUntil }),
    ...(encryptedData !== undefined && { encryptedData }),
  };
}

function readUserRights(policy: JsonReader): Grant[] {
  return (policy.objects('UserRights') ?? []).map((entry) => ({
    users: entry.texts('Users') ?? [],
    rights: entry.texts('Rights') ?? [],
  }));
}

function readUserRoles(policy: JsonReader): Grant[] {
  return (policy.objects('UserRoles') ?? []).map((entry) => ({
    users: entry.texts('Users') ?? [],
    rights: (entry.texts('Roles') ?? []).flatMap((role) => findRole(role)?.rights ?? []),
  }));
}
