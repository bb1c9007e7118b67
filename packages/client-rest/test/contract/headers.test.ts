import assert from 'node:assert/strict';
import { formatPlatformId, formatRequestId, parsePlatformId, parseRequestId } from '@rightsmith/client-rest/contract';

const [SCENARIO, CORRELATION] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];

describe('the headers of the protocol', () => {
  it('carry two request ids in braces', () => {
    const value = formatRequestId(SCENARIO, CORRELATION);
    assert.equal(value, `{${SCENARIO}};{${CORRELATION}}`);
    assert.deepEqual(parseRequestId(value.toUpperCase()), { scenarioId: SCENARIO, correlationId: CORRELATION });
    assert.deepEqual(parseRequestId(` ${SCENARIO};${CORRELATION} `), {
      scenarioId: SCENARIO,
      correlationId: CORRELATION,
    });
    for (const bad of ['', SCENARIO, `{${SCENARIO}}`, `${SCENARIO};x`, `${SCENARIO};${CORRELATION};${SCENARIO}`])
      assert.equal(parseRequestId(bad), undefined, bad);
  });

  it('carry a platform as pairs, read leniently', () => {
    const value = formatPlatformId({ AppName: 'a;b=c', DevicePlatform: 'WindowsStore', Note: 'ü\r\n' });
    assert.equal(value, 'AppName=a_b_c;DevicePlatform=WindowsStore;Note=___;');
    const read = parsePlatformId('AppName=rmscore; AppVersion = 1.0 ;junk;a=b=c;;');
    assert.deepEqual(
      [...read],
      [
        ['AppName', 'rmscore'],
        ['AppVersion', '1.0'],
      ],
    );
  });
});
