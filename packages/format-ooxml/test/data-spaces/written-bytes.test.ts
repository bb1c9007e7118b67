import assert from 'node:assert/strict';
import { writeDataSpaceMap } from '../../src/data-spaces/data-space-map.js';
import { writeDefinition } from '../../src/data-spaces/definition.js';
import { writePrimary } from '../../src/data-spaces/primary.js';
import { writeVersion } from '../../src/data-spaces/version.js';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');

/** The constants of ooxml-irm.md §4, which are the same in every real file. */
describe('the small streams, byte for byte', () => {
  it('Version', () => {
    const expected = hex(`3c000000 ${utf16('Microsoft.Container.DataSpaces')} 01000000 01000000 01000000`);
    assert.equal(expected.length, 76);
    assert.deepEqual(writeVersion(), expected);
  });

  it('DataSpaceMap of OOXML', () => {
    const expected = hex(`
      08000000 01000000 60000000 01000000 00000000 20000000
      4500 6e00 6300 7200 7900 7000 7400 6500 6400 5000 6100 6300 6b00 6100 6700 6500
      2a000000 4400 5200 4d00 4500 6e00 6300 7200 7900 7000 7400 6500 6400 4400 6100 7400 6100 5300 7000 6100 6300 6500 0000`);
    assert.equal(expected.length, 104);
    assert.deepEqual(writeDataSpaceMap([{ stream: 'EncryptedPackage', dataSpace: 'DRMEncryptedDataSpace' }]), expected);
  });

  it('DataSpaceMap of Word, Excel and PowerPoint', () => {
    const expected = hex(`
      08000000 01000000 48000000 01000000 00000000 16000000
      0900 4400 5200 4d00 4300 6f00 6e00 7400 6500 6e00 7400 0000
      1a000000 0900 4400 5200 4d00 4400 6100 7400 6100 5300 7000 6100 6300 6500 0000`);
    assert.equal(expected.length, 80);
    assert.deepEqual(writeDataSpaceMap([{ stream: '\tDRMContent', dataSpace: '\tDRMDataSpace' }]), expected);
  });

  it('the definition of the data space', () => {
    const opc = hex(`08000000 01000000 2a000000 ${utf16('DRMEncryptedTransform')} 0000`);
    assert.equal(opc.length, 56);
    assert.deepEqual(writeDefinition(['DRMEncryptedTransform']), opc);
    const binary = hex(`08000000 01000000 1a000000 ${utf16('\tDRMTransform')} 0000`);
    assert.equal(binary.length, 40);
    assert.deepEqual(writeDefinition(['\tDRMTransform']), binary);
  });

  it('the 172 bytes before the licence, its length, and padding', () => {
    const start = hex(`
      58000000 01000000 4c000000 ${utf16('{C73DFACD-061F-43B0-8B64-0C620D2A8B50}')}
      3e000000 ${utf16('Microsoft.Metadata.DRMTransform')} 0000 01000000 01000000 01000000 04000000`);
    assert.equal(start.length, 172);
    for (const [license, rest] of [
      ['', '00000000'],
      ['61', '01000000 61000000'],
      ['61626364', '04000000 61626364'],
      ['6162636465', '05000000 6162636465000000'],
    ] as const) {
      assert.deepEqual(writePrimary(hex(license)), new Uint8Array(Buffer.concat([start, hex(rest)])));
    }
  });
});
