import assert from 'node:assert/strict';
import { RightsmithError } from '@rightsmith/core';
import { HRESULTS } from '../../src/errors/hresults.js';
import { toError } from '../../src/errors/to-error.js';
import type { FunctionName } from '../../src/abi/functions.js';
import { HresultFailure } from '../../src/library/hresult-failure.js';
import { openSession, publishCall, SILENT, VIEW_FOR_BOB, type NativeSession } from '../support/native-session.js';
import { describeWithStandIn } from '../support/stand-in.js';

/** Every function that can fail in the middle of something, and how often something calls it at least. */
const STEPS: Readonly<Partial<Record<FunctionName, number>>> = {
  IpcGetTemplateList: 1,
  IpcGetTemplateIssuerList: 1,
  IpcCreateLicenseFromScratch: 1,
  IpcCreateLicenseFromTemplateID: 1,
  IpcSetLicenseProperty: 6,
  IpcSerializeLicense: 1,
  IpcGetSerializedLicenseProperty: 6,
  IpcGetKey: 1,
  IpcGetKeyProperty: 2,
  IpcAccessCheck: 2,
  IpcEncrypt: 1,
  IpcCreateLicenseMetadataHandle: 1,
  IpcSetLicenseMetadataProperty: 2,
  IpcSerializeLicenseWithMetadata: 1,
  IpcRegisterLicense: 1,
};

const UNKNOWN = 0x8004_fffe;

/** Everything a session does, once. */
function everything(session: NativeSession): void {
  const [template] = session.templates({ prompt: SILENT, lcids: [0] });
  session.issuers({ prompt: SILENT });
  session.publish(publishCall({ from: { template: template?.id ?? '' } }));
  const scratch = {
    ...VIEW_FOR_BOB,
    term: { start: 1n << 57n, duration: 1n << 50n },
    interval: 3,
    referral: 'a@example.com',
  };
  const { license, key } = session.publish(
    publishCall({
      from: { scratch },
      owner: 'alice@example.com',
      encryptedData: [['a', 'b']],
      clearData: [['c', 'd']],
    }),
  );
  session.acquire({ prompt: SILENT, license, rights: ['VIEWRIGHTSDATA', 'OWNER'] });
  session.encrypt({ key, block: 0, final: true, bytes: new Uint8Array(5000) });
  session.register({ prompt: SILENT, license, contentName: 'a', notification: 1 });
}

describeWithStandIn('a failure anywhere in the library', (standIn) => {
  for (const [name, count] of Object.entries(STEPS)) {
    it(`leaves nothing behind: ${name}`, () => {
      const session = openSession(standIn().library);
      let failures = 0;
      for (let skip = 0; skip < count; skip++) {
        standIn().order('StandInForgetOrders');
        standIn().fail(name, UNKNOWN, skip);
        try {
          everything(session);
        } catch (error) {
          assert.ok(error instanceof HresultFailure, String(error));
          assert.deepEqual(
            [error.functionName, error.hresult, error.text],
            [name, UNKNOWN, 'The stand-in says 8004FFFE.'],
          );
          failures += 1;
        }
      }
      session.close(undefined);
      assert.deepEqual(standIn().leftovers, {});
      // What need not be there is passed over, and that is no failure.
      assert.ok(failures >= (name === 'IpcGetSerializedLicenseProperty' || name === 'IpcGetKeyProperty' ? 1 : count));
    });
  }
});

describeWithStandIn('every HRESULT of the table', (standIn) => {
  for (const [hresult, { name, code, message }] of HRESULTS) {
    if (code === undefined) continue;
    it(`is ${code}: ${name}`, () => {
      const session = openSession(standIn().library);
      standIn().fail('IpcGetKey', hresult);
      const { license } = session.publish(publishCall());
      try {
        session.acquire({ prompt: SILENT, license, rights: [] });
        assert.fail('It did not fail.');
      } catch (failure) {
        assert.ok(failure instanceof HresultFailure);
        const { functionName, text, referral } = failure;
        const error = toError({ kind: 'hresult', functionName, hresult: failure.hresult, text, referral });
        assert.ok(RightsmithError.is(error));
        assert.equal(error.code, code);
        assert.ok(error.message.startsWith(message));
        const number = hresult.toString(16).toUpperCase().padStart(8, '0');
        assert.ok(error.message.endsWith(`(${name} 0x${number} of IpcGetKey; it says: The stand-in says ${number}.)`));
      }
      session.close(undefined);
      assert.deepEqual(standIn().leftovers, {});
    });
  }

  it('or not of it is ServiceError, with its number', () => {
    const error = toError({ kind: 'hresult', functionName: 'IpcGetKey', hresult: UNKNOWN });
    assert.equal(error.code, 'ServiceError');
    assert.match(error.message, /0x8004FFFE of IpcGetKey\)$/);
  });
});
