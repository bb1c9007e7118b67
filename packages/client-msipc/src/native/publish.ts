import { KEY_PROPERTY, LICENSE_PROPERTY, SERIALIZE_TYPE, USER_TYPE } from '../abi/constants.js';
import { LISTS } from '../abi/structs.js';
import type { Library } from '../library/library.js';
import { inScope, type Out, type Scope } from '../library/scope.js';
import type { PublishCall, Published, ScratchPolicy } from '../thread/messages.js';
import type { Keys } from './keys.js';
import { handleProperties, keyProperties, serializedProperties } from './license-property.js';
import { promptArgument } from './prompt.js';
import { issuerBlock, issuerFacts } from './templates.js';
import {
  elementAddress,
  nameValuesArgument,
  numberArgument,
  readBuffer,
  readList,
  readNumber,
  readStruct,
  readText,
  structArgument,
  termArgument,
  text,
  textArgument,
  userRightsArgument,
} from './values.js';

/** No issuer of this identity allows policies of its own. */
export class NoIssuer extends Error {}

/** The library took a setting and did not keep it. */
export class SettingIgnored extends Error {}

/** Makes a license, sets its properties and serializes it. The key stays open. @throws HresultFailure, NoIssuer, KeyClosed */
export function publish(library: Library, keys: Keys, call: PublishCall): Published {
  return inScope(library, (scope) => {
    const license = createLicense(scope, call);
    setProperties(library, keys, license, call);
    const context = promptArgument(scope, call.prompt);
    const block: Out = [null];
    const handle = scope.handle((key) => {
      library.call('IpcSerializeLicense', license, SERIALIZE_TYPE.license, call.flags, context, key, block);
    });
    const buffer = scope.block((out) => {
      out[0] = block[0];
    });
    const published = describe(library, readBuffer(library, buffer), handle);
    scope.keep(handle);
    return { ...published, key: keys.add(handle) };
  });
}

function createLicense(scope: Scope, call: PublishCall): bigint {
  const { library } = scope;
  const { from } = call;
  if ('template' in from) {
    return scope.handle((out) => {
      library.call('IpcCreateLicenseFromTemplateID', from.template, 0, null, out);
    });
  }
  const { prompt, service } = call;
  const block = issuerBlock(scope, { prompt, service, defaultOnly: true });
  const index = readList(library, block, LISTS.issuers).findIndex((entry) => issuerFacts(entry).fromScratch);
  if (index === -1) throw new NoIssuer();
  const license = scope.handle((out) => {
    const issuer = elementAddress(library, block, LISTS.issuers, index);
    library.call('IpcCreateLicenseFromScratch', issuer, 0, null, out);
  });
  setScratch(library, license, from.scratch);
  return license;
}

function setScratch(library: Library, license: bigint, policy: ScratchPolicy): void {
  const set = setter(library, license);
  for (const { lcid, name, description } of policy.names) {
    const info = { lcid, wszName: name, wszDescription: description };
    set(LICENSE_PROPERTY.descriptor, structArgument(library, 'IPC_TEMPLATE_INFO', info));
  }
  set(LICENSE_PROPERTY.userRights, userRightsArgument(library, policy.userRights));
  if (policy.grantOwner === false) set(LICENSE_PROPERTY.grantOwner, numberArgument(0));
  if (policy.term !== undefined) set(LICENSE_PROPERTY.validity, termArgument(library, policy.term));
  if (policy.interval !== undefined) set(LICENSE_PROPERTY.interval, numberArgument(policy.interval));
  if (policy.referral !== undefined) set(LICENSE_PROPERTY.referral, textArgument(policy.referral));
}

function setProperties(library: Library, keys: Keys, license: bigint, call: PublishCall): void {
  const set = setter(library, license);
  const { owner, encryptedData, clearData, sameKey, encryptionPackage } = call;
  if (owner !== undefined) {
    const user = { dwType: USER_TYPE.address, wszID: owner };
    set(LICENSE_PROPERTY.owner, structArgument(library, 'IPC_USER', user));
  }
  if (encryptedData.length > 0) set(LICENSE_PROPERTY.encryptedData, nameValuesArgument(library, encryptedData));
  if (clearData.length > 0) set(LICENSE_PROPERTY.clearData, nameValuesArgument(library, clearData));
  if (call.deprecatedAlgorithms) set(LICENSE_PROPERTY.deprecatedAlgorithms, numberArgument(1));
  if (encryptionPackage !== undefined) {
    set(LICENSE_PROPERTY.encryptionPackage, numberArgument(encryptionPackage));
    // The number of the property is not published; msipc-abi.md §5.
    const kept = handleProperties(library, license)(LICENSE_PROPERTY.encryptionPackage, readNumber, null);
    if (kept !== encryptionPackage) throw new SettingIgnored('encryption package');
  }
  if (sameKey !== undefined) {
    set(LICENSE_PROPERTY.contentId, textArgument(sameKey.contentId));
    set(LICENSE_PROPERTY.contentKey, keys.get(sameKey.key));
  }
}

function setter(library: Library, license: bigint): (property: number, value: unknown) => void {
  return (property, value) => {
    library.call('IpcSetLicenseProperty', license, 0, property, value);
  };
}

function describe(library: Library, license: Uint8Array, key: bigint): Omit<Published, 'key'> {
  const property = serializedProperties(library, license, key);
  const encryptionPackage = property(LICENSE_PROPERTY.encryptionPackage, readNumber, null);
  return {
    license,
    contentId: property(LICENSE_PROPERTY.contentId, readText) ?? '',
    owner: property(LICENSE_PROPERTY.owner, readUser) ?? '',
    blockSize: keyProperties(library, key)(KEY_PROPERTY.blockSize, readNumber) ?? 0,
    ...(encryptionPackage !== undefined && { encryptionPackage }),
  };
}

export function readUser(library: Library, address: bigint): string {
  return text((readStruct(library, address, 'IPC_USER') as { readonly wszID: string | null }).wszID);
}
