import type { ByteSource } from '../bytes/source.js';
import type { PublishRequest, RmsClient, UseLicense } from '../client/rms-client.js';
import { AccessDenied, NotSupportedByClient } from '../errors.js';
import { PUBLISHED_BY } from '../license/published-by.js';
import { type PublishingLicense, readPublishingLicense } from '../license/publishing-license.js';
import { type PolicyChange, changePolicy, changesPolicy } from '../rights/change-policy.js';
import type { CustomPolicy, Label, Policy } from '../rights/policy.js';
import { OWNER_RIGHT } from '../rights/rights.js';
import { foldAddress } from '../rights/users.js';
import type { StringMap } from '../types.js';
import { acquire } from './acquire.js';
import { mergeLabels } from './inspect.js';
import { type InspectedFile, inspectProtectedFile } from './protected-file.js';
import type { Run } from './run.js';
import type { OpenOptions } from './unprotect.js';

/** The right that changing a policy needs; OWNER implies it. */
const REPUBLISH_RIGHT = 'EDITRIGHTSDATA';

/** What a file's rights are before they change. */
export interface CurrentRights {
  readonly license: PublishingLicense;
  /** Absent where the identity may change the policy but not see it (VIEWRIGHTSDATA). */
  readonly policy?: Policy;
}

/** A template by id or name, or what is to be different in the policy. */
export type NewPolicy = { readonly template: string } | PolicyChange;

/** How a file is to be published again. What is left out stays as it is: policy, owner, labels, application data. */
export interface RepublishRequest {
  /** Absent: the policy stays. A function is told what it was. */
  readonly policy?: NewPolicy | ((current: CurrentRights) => NewPolicy);
  /** Address; naming another owner needs the right OWNER. */
  readonly owner?: string | ((current: CurrentRights) => string | undefined);
  /** Sensitivity labels instead of those there are; empty: none any more. */
  readonly labels?: readonly Label[];
  /** Application data anybody can read. */
  readonly signedData?: StringMap;
  /** A new key and content id, the content encrypted anew: for clients that cannot use a key again. Default false. */
  readonly rekey?: boolean;
  /**
   * Publishes instead of the engine's client, always with a new key: another service, or another identity. Needs OWNER or the
   * removal right of where the file comes from instead of EDITRIGHTSDATA.
   */
  readonly publishWith?: RmsClient;
  /** Reads the licence of the result back before it counts. Needs a {@link ReadableSink}. */
  readonly check?: boolean;
}

/** What will be published, and from what. */
export interface RepublishPlan extends CurrentRights {
  readonly file: InspectedFile;
  readonly useLicense: UseLicense;
  readonly rekey: boolean;
  readonly labels: readonly Label[];
  /** Those of before. */
  readonly labelsBefore: readonly Label[];
  /** Without the key. */
  readonly request: PublishRequest;
}

/** detect → inspect → acquire → access check → what to publish. */
export async function planRepublishing(
  run: Run,
  source: ByteSource,
  request: RepublishRequest,
  options: OpenOptions,
): Promise<RepublishPlan> {
  const rekey = request.rekey === true || request.publishWith !== undefined;
  if (!rekey) checkReuse(run);
  const file = await inspectProtectedFile(run, source, options);
  if (!rekey && file.handler.relicense === undefined) throw cannotRelicense(file.handler.info.id);
  // Who may not take content out of its protection may not take it to another authority either.
  const right = request.publishWith === undefined ? REPUBLISH_RIGHT : run.parts.removalRight;
  const useLicense = await acquire(run, file.license, { right, purpose: 'republish' }, options.useLicense);
  const license = readPublishingLicense(file.license, run.parts.limits);
  const policy = await useLicense.policy();
  const current: CurrentRights = { license, ...(policy !== undefined && { policy }) };
  const labelsBefore = mergeLabels(file.facts.labels, license.labels);
  const labels = newLabels(labelsBefore, request, file);
  const { owner = license.owner } = { owner: resolve(request.owner, current) };
  // Under the same key the service checks it; a new key is to the service new content, which may have any owner.
  if (rekey && request.publishWith === undefined) await checkOwner(owner, license, useLicense);
  return {
    ...current,
    file,
    useLicense,
    rekey,
    labels,
    labelsBefore,
    request: {
      policy: newPolicy(run, resolve(request.policy, current) ?? {}, current, useLicense),
      labels,
      deprecatedAlgorithms: false,
      ...(owner !== undefined && { owner }),
      signedData: request.signedData ?? withoutPublisher(license.appData),
    },
  };
}

/** @throws AccessDenied for another owner without the right to everything */
async function checkOwner(
  owner: string | undefined,
  license: PublishingLicense,
  useLicense: UseLicense,
): Promise<void> {
  if (owner === undefined || foldAddress(owner) === foldAddress(license.owner ?? '')) return;
  if (await useLicense.allows(OWNER_RIGHT)) return;
  throw new AccessDenied('Only who holds the right to everything may name another owner.', { right: OWNER_RIGHT });
}

/** Who published before is no fact about the new licence, and another service would take it over as it is. */
function withoutPublisher(appData: StringMap): StringMap {
  return Object.fromEntries(Object.entries(appData).filter(([name]) => name !== PUBLISHED_BY));
}

function resolve<Value>(given: Value | ((current: CurrentRights) => Value), current: CurrentRights): Value {
  // What is given is no function itself.
  return typeof given === 'function' ? (given as (current: CurrentRights) => Value)(current) : given;
}

function newPolicy(
  run: Run,
  wanted: NewPolicy,
  { license, policy }: CurrentRights,
  useLicense: UseLicense,
): PublishRequest['policy'] {
  const isFromTemplate = license.kind === 'template';
  if ('template' in wanted) {
    if (!isFromTemplate && policy?.encryptedData !== undefined) run.warn('data-dropped', { structure: 'policy' });
    return wanted;
  }
  if (isFromTemplate && !changesPolicy(wanted) && license.descriptor !== undefined) {
    return { template: license.descriptor.id };
  }
  if (policy === undefined) return changeUnseen(run, wanted, license, useLicense);
  const { referral = license.referral } = policy;
  const before = { ...policy, ...(referral !== undefined && { referral }) };
  // A policy that was changed is not the template's any more, and must not go by its name.
  return changePolicy(isFromTemplate ? { ...before, names: [] } : before, wanted);
}

/** What is known of a policy that may be changed but not seen is kept: its end, whom to ask, and that nothing is to be kept offline. */
function changeUnseen(
  run: Run,
  change: PolicyChange,
  { referral }: PublishingLicense,
  useLicense: UseLicense,
): CustomPolicy {
  if (change.grants === undefined || change.grants === null) {
    throw new AccessDenied('The policy can be kept only by who may see it.', {
      right: 'VIEWRIGHTSDATA',
      hint: 'Give a whole new policy, or ask the owner.',
    });
  }
  run.warn('policy-unseen', { structure: 'policy' });
  const { contentValidUntil: validUntil, offline } = useLicense;
  const known: Policy = {
    names: [],
    grants: [],
    ...(validUntil !== undefined && { validUntil }),
    ...(referral !== undefined && { referral }),
    ...(!offline && { offlineDays: 0 }),
  };
  return changePolicy(known, change);
}

function checkReuse(run: Run): void {
  const { client } = run.parts;
  if (client === undefined || client.info.can.reuseKey) return;
  throw new NotSupportedByClient(`The client ${client.info.id} cannot publish again under the same key.`, {
    hint: REKEY_HINT,
  });
}

function cannotRelicense(format: string): NotSupportedByClient {
  return new NotSupportedByClient(`The format ${format} cannot change the licence of a file.`, { hint: REKEY_HINT });
}

/** @throws NotSupportedByClient where labels of the container would stay as they are, and so contradict the licence */
function newLabels(
  before: readonly Label[],
  { labels, rekey = false, publishWith }: RepublishRequest,
  { handler, facts }: InspectedFile,
): readonly Label[] {
  if (labels === undefined) return before;
  const isMadeAnew = rekey || publishWith !== undefined;
  if (isMadeAnew || facts.labels.length === 0 || handler.info.relabels === true) return labels;
  throw new NotSupportedByClient(`The format ${handler.info.id} cannot change the labels of a protected file.`, {
    hint: REKEY_HINT,
  });
}

const REKEY_HINT = 'Ask for a new key (--rekey): the content is encrypted anew, under a new content id.';
