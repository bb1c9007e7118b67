import assert from 'node:assert/strict';
import { bytesSource, type Detection } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile } from './support/build-pfile.js';

const PLAIN: Detection = { status: 'plain', certainty: 'fallback', reason: 'any file can be wrapped as a PFILE' };

const certain = (reason: string): Detection => ({ status: 'protected', certainty: 'certain', reason });
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('detect', () => {
  const cases: readonly (readonly [what: string, file: Uint8Array, expected: Detection])[] = [
    ['version 3.0', buildPfile({}), certain('PFILE 3.0')],
    ['version 2.1', buildPfile({ major: 2, minor: 1 }), certain('PFILE 2.1')],
    ['version 2.0', buildPfile({ major: 2, minor: 0 }), certain('PFILE 2.0')],
    ['a version nobody writes, so that opening it says so', buildPfile({ major: 4 }), certain('PFILE 4.0')],
    ['the largest numbers a version can have', buildPfile({ major: 255, minor: 255 }), certain('PFILE 255.255')],
    ['a file cut behind the version', buildPfile({}).subarray(0, 14), certain('PFILE 3.0')],
    ['a file cut inside the version', buildPfile({}).subarray(0, 13), certain('PFILE, cut off inside its version')],
    ['a file of the magic alone', text('.pfile'), certain('PFILE, cut off inside its version')],
    ['a major version of 256', buildPfile({ major: 256 }), PLAIN],
    ['a minor version of 256', buildPfile({ minor: 256 }), PLAIN],
    ['a magic in other letters', text('.PFILE\x03\0\0\0\0\0\0\0'), PLAIN],
    ['part of the magic', text('.pfil'), PLAIN],
    ['an empty file', new Uint8Array(), PLAIN],
    ['any other file', text('Hello'), PLAIN],
  ];
  for (const [what, file, expected] of cases) {
    it(`answers ${expected.status} (${expected.certainty}) to ${what}`, async () => {
      assert.deepEqual(await pfile().detect(bytesSource(file), {}, {}), expected);
    });
  }

  it('goes by the bytes, never by the name', async () => {
    const named = await pfile().detect(bytesSource(text('Hello')), { name: 'a.pfile' }, {});
    assert.equal(named?.status, 'plain');
  });
});
