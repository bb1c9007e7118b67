import {
  UsageError,
  checkApplicationData,
  checkPolicy,
  decodeLicense,
  encodeLicense,
  normalizeGuid,
  normalizeReferral,
  parseUser,
  type ClientContext,
  type CustomPolicy,
  type Publication,
  type PublishRequest,
  type StringMap,
} from '@rightsmith/core';
import { ENCRYPTION_PACKAGE, SERIALIZE_FLAG } from '../abi/constants.js';
import type { NamedValues, PublishCall, ScratchPolicy } from '../thread/messages.js';
import type { IssuedKey } from './issued-key.js';
import type { ClientParts } from './client-parts.js';
import { MsipcCipher } from './msipc-cipher.js';
import { commonPeriod, termOf } from './times.js';
import { userRightsOf } from './users.js';

/** Publishes through the library. Throws as {@link RmsClient.publish}. */
export async function publish(
  request: PublishRequest,
  parts: ClientParts,
  context: ClientContext,
): Promise<Publication> {
  const call = await publishCall(request, parts, context);
  const { runtime } = parts;
  const published = await parts.prompted(
    { name: 'publish', call, discard: ({ key }) => void runtime.run('closeKey', { key }).catch(() => undefined) },
    context,
  );
  const cipher = new MsipcCipher(runtime, published);
  try {
    return {
      license: encodeLicense(decodeLicense(published.license).text, 'utf8-bom'),
      contentId: normalizeGuid(published.contentId) ?? published.contentId,
      owner: published.owner,
      cipher,
    };
  } catch (error) {
    await cipher.close();
    throw error;
  }
}

async function publishCall(
  request: PublishRequest,
  parts: ClientParts,
  context: ClientContext,
): Promise<Omit<PublishCall, 'prompt'>> {
  const { policy, signedData = {}, labels, deprecatedAlgorithms } = request;
  const { service, keepKey = 'everywhere', encryption } = parts.options;
  const encryptedData = { ...('template' in policy ? {} : policy.encryptedData), ...request.encryptedData };
  checkRequest(request, encryptedData, context);
  if (labels.length > 0) context.logger.debug('The RMS Client has no place for sensitivity labels in a licence.');
  const reused = reusedKey(request, parts);
  const from =
    'template' in policy
      ? { template: await parts.templateId(policy.template, context) }
      : { scratch: scratchPolicy(policy, context) };
  return {
    service,
    from,
    owner: request.owner ?? reused?.owner,
    encryptedData: namedValues(encryptedData),
    clearData: namedValues(signedData),
    // A key that is used again keeps its algorithm.
    deprecatedAlgorithms: deprecatedAlgorithms && reused === undefined,
    encryptionPackage: encryption === undefined ? undefined : ENCRYPTION_PACKAGE[encryption],
    sameKey: reused && { key: reused.cipher.key, contentId: reused.contentId },
    flags: SERIALIZE_FLAG[keepKey],
  };
}

function checkRequest(request: PublishRequest, encryptedData: StringMap, { clock }: ClientContext): void {
  const { policy, owner, signedData = {} } = request;
  if (!('template' in policy)) checkPolicy({ ...policy, encryptedData }, new Date(clock.now()));
  checkApplicationData(encryptedData);
  checkApplicationData(signedData);
  if (owner !== undefined && parseUser(owner)?.kind !== 'address') {
    throw new UsageError(`The owner must be an address, not ${JSON.stringify(owner)}.`);
  }
}

/** @throws UsageError for a use licence of another client, or where the key cannot do what is asked */
function reusedKey({ sameKeyAs, deprecatedAlgorithms }: PublishRequest, parts: ClientParts): IssuedKey | undefined {
  if (sameKeyAs === undefined) return undefined;
  const issued = sameKeyAs.keyHandle && parts.issuedKeys.get(sameKeyAs.keyHandle);
  if (issued === undefined) throw new UsageError('The use licence to publish again was given by another client.');
  if (deprecatedAlgorithms && issued.cipher.mode !== 'ECB') {
    throw new UsageError('Content that is published again keeps its algorithm, and that is not a deprecated one.');
  }
  return issued;
}

function scratchPolicy(policy: CustomPolicy, { clock }: ClientContext): ScratchPolicy {
  const { names, grants, grantOwner = true, offlineDays, referral } = policy;
  const term = termOf(commonPeriod(policy, grants), new Date(clock.now()));
  return {
    names,
    userRights: userRightsOf(grants, grantOwner),
    grantOwner,
    ...(term !== undefined && { term }),
    ...(offlineDays !== undefined && { interval: offlineDays }),
    ...(referral !== undefined && { referral: normalizeReferral(referral) }),
  };
}

function namedValues(data: StringMap): NamedValues {
  return Object.entries(data);
}
