import { doNotForward, encryptOnly, grantsForRole, UsageError } from '@rightsmith/core';
import type { CustomPolicy, Grant, NewPolicy } from '@rightsmith/core';
import type { PolicyOptions } from '../../job/job.js';
import { parseExpiry } from './expiry.js';

/** Options that describe a policy, which a template brings with it. */
const CUSTOM_POLICY_OPTIONS = [
  'to',
  'role',
  'doNotForward',
  'encryptOnly',
  'expires',
  'offline',
  'referral',
  'name',
  'description',
] as const satisfies readonly (keyof PolicyOptions)[];

/**
 * The policy a job asks for. Without people named, nobody but the owner gets a right.
 *
 * @param now - milliseconds since 1970, for `expires` in days
 * @throws UsageError for options that contradict each other or cannot be read
 */
export function jobPolicy(options: PolicyOptions, now: number): { readonly template: string } | CustomPolicy {
  const { template, expires, offline, referral } = options;
  if (template !== undefined) return templatePolicy(template, options);
  return {
    names: jobNames(options) ?? [],
    grants: jobGrants(options) ?? [{ users: ['owner'], rights: ['OWNER'] }],
    ...(expires !== undefined && { validUntil: parseExpiry(expires, now) }),
    ...(offline !== undefined && { offlineDays: offline }),
    ...(referral !== undefined && { referral }),
  };
}

/** How `expires` says that there is to be no end any more. */
const NEVER = 'never';

/**
 * What a job changes of a policy: only what it names. People named replace all who had rights.
 *
 * @param now - as for {@link jobPolicy}
 * @throws as {@link jobPolicy}
 */
export function jobPolicyChange(options: PolicyOptions, now: number): NewPolicy {
  const { template, expires, offline, referral } = options;
  if (template !== undefined) return templatePolicy(template, options);
  const [names, grants] = [jobNames(options), jobGrants(options)];
  return {
    ...(names !== undefined && { names }),
    ...(grants !== undefined && { grants }),
    ...(expires !== undefined && { validUntil: expires === NEVER ? null : parseExpiry(expires, now) }),
    ...(offline !== undefined && { offlineDays: offline }),
    ...(referral !== undefined && { referral }),
  };
}

function templatePolicy(template: string, options: PolicyOptions): { readonly template: string } {
  if (CUSTOM_POLICY_OPTIONS.every((option) => options[option] === undefined)) return { template };
  throw new UsageError('A template brings its own policy.', {
    hint: 'Leave out --template or all other policy options.',
  });
}

function jobNames({ name, description }: PolicyOptions): CustomPolicy['names'] | undefined {
  return name === undefined && description === undefined ? undefined : [englishName(name, description)];
}

function englishName(name: string | undefined, description = ''): { lcid: number; name: string; description: string } {
  if (name === undefined)
    throw new UsageError('A policy with a description needs a name.', { hint: 'Add --name TEXT.' });
  return { lcid: 1033, name, description };
}

function jobGrants({
  to = [],
  role = [],
  doNotForward: isDoNotForward,
  encryptOnly: isEncryptOnly,
}: PolicyOptions): Grant[] | undefined {
  const roles = role.flatMap(roleGrants);
  if (isDoNotForward === true && isEncryptOnly === true) {
    throw new UsageError('--do-not-forward and --encrypt-only exclude each other.');
  }
  if (isDoNotForward === true) return [...doNotForward(people(to, '--do-not-forward')), ...roles];
  if (isEncryptOnly === true) return [...encryptOnly(people(to, '--encrypt-only')), ...roles];
  const grants = [...to.map(rightsGrant), ...roles];
  return grants.length === 0 ? undefined : grants;
}

/** Who gets the rights of `option`: --to without rights. */
function people(to: readonly string[], option: string): readonly string[] {
  if (to.length === 0)
    throw new UsageError(`${option} needs people.`, { hint: 'Name them by --to WHO, without rights.' });
  const withRights = to.find((who) => who.includes(':'));
  if (withRights === undefined) return to;
  throw new UsageError(`With ${option} the rights are given: ${JSON.stringify(withRights)} names others.`, {
    hint: 'Name people by --to WHO, without rights.',
  });
}

function rightsGrant(text: string): Grant {
  const [who, rights] = splitAtColon(text, '--to', 'WHO:RIGHT[,RIGHT...]');
  return { users: [who], rights: rights.split(',').map((right) => right.trim()) };
}

function roleGrants(text: string): Grant[] {
  const [who, role] = splitAtColon(text, '--role', 'WHO:ROLE');
  return grantsForRole(role, [who]);
}

/** Neither addresses nor rights have a colon, so which one does not matter. */
function splitAtColon(text: string, option: string, form: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon > 0 && colon < text.length - 1) return [text.slice(0, colon), text.slice(colon + 1)];
  throw new UsageError(`${option} ${JSON.stringify(text)} is not of the form ${form}.`, {
    hint: `For example: ${option} alice@example.com:${option === '--to' ? 'VIEW,PRINT' : 'viewer'}.`,
  });
}
