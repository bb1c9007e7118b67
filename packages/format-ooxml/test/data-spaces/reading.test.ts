import assert from 'node:assert/strict';
import { UnsupportedFormat } from '@rightsmith/core';
import { readDataSpaceMap, writeDataSpaceMap } from '../../src/data-spaces/data-space-map.js';
import { readDefinition, writeDefinition } from '../../src/data-spaces/definition.js';
import { concat, uint32, unicode } from '../../src/data-spaces/fields.js';
import { readPrimary, readTransformStart, writePrimary } from '../../src/data-spaces/primary.js';
import { TRANSFORMS, writeTransformHeader } from '../../src/data-spaces/transform.js';
import { checkVersion, writeVersion } from '../../src/data-spaces/version.js';

const license = new TextEncoder().encode('<XrML/>');
const primary = writePrimary(license);
const map = writeDataSpaceMap([
  { stream: '\tDRMContent', dataSpace: '\tDRMDataSpace' },
  { stream: '\tDRMViewerContent', dataSpace: '\tLZXDRMDataSpace' },
]);

/** The bytes with another 32-bit number at an offset. */
function withNumber(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(offset, value, true);
  return changed;
}

describe('reading the small streams', () => {
  it('reads back what is written', () => {
    assert.deepEqual(readDataSpaceMap(map), [
      { path: ['\tDRMContent'], dataSpace: '\tDRMDataSpace' },
      { path: ['\tDRMViewerContent'], dataSpace: '\tLZXDRMDataSpace' },
    ]);
    assert.deepEqual(readDefinition(writeDefinition(['a', 'bc'])), ['a', 'bc']);
    assert.deepEqual(readPrimary(primary), { start: primary.slice(0, 172), license });
    assert.equal(readTransformStart(primary).transform.id, TRANSFORMS.rightsManagement.id);
    checkVersion(writeVersion());
  });

  it('takes padding that is missing at the end, of any value, and bytes behind it', () => {
    for (const tail of [[], [0], [7], [1, 2, 3, 4, 5]]) {
      const bytes = concat([primary.subarray(0, 176 + license.length), Uint8Array.from(tail)]);
      assert.deepEqual(readPrimary(bytes).license, license);
    }
    assert.deepEqual(readDefinition(writeDefinition(['abc']).slice(0, -2)), ['abc']);
  });

  it('keeps an extensibility header that a future program may write', () => {
    const extended = concat([primary.subarray(0, 168), uint32(12), new Uint8Array(8).fill(5), primary.subarray(172)]);
    const { start, license: found } = readPrimary(extended);
    assert.deepEqual(found, license);
    assert.deepEqual(writePrimary(found, start), extended);
  });

  it('compares class ids without case', () => {
    const lower = concat([
      writeTransformHeader({ id: TRANSFORMS.rightsManagement.id.toLowerCase(), name: 'any' }),
      uint32(4),
      uint32(0),
    ]);
    assert.equal(readPrimary(lower).license.length, 0);
  });

  const bad: readonly (readonly [what: string, read: () => unknown])[] = [
    ['a map that ends too early', () => readDataSpaceMap(map.subarray(0, 100))],
    ['a map with more entries than bytes', () => readDataSpaceMap(withNumber(map, 4, 3))],
    ['a map that names thousands of streams', () => readDataSpaceMap(withNumber(map, 4, 0xffff_ffff))],
    ['a map entry of the wrong length', () => readDataSpaceMap(withNumber(map, 8, 0x4c))],
    ['a map entry with components without end', () => readDataSpaceMap(withNumber(map, 12, 0xffff_ffff))],
    ['a name of half a character', () => readDataSpaceMap(withNumber(map, 20, 0x15))],
    ['a definition with transforms without end', () => readDefinition(withNumber(writeDefinition(['a']), 4, 0xffff))],
    ['a definition of 17 transforms', () => readDefinition(writeDefinition(Array<string>(17).fill('a')))],
    [
      'a map entry of 33 components',
      () => {
        const fields = concat([
          uint32(33),
          ...Array<Uint8Array>(33).fill(concat([uint32(0), unicode('a')])),
          unicode('b'),
        ]);
        return readDataSpaceMap(concat([uint32(8), uint32(1), uint32(fields.length + 4), fields]));
      },
    ],
    [
      'a definition with a header longer than all of it',
      () => readDefinition(withNumber(writeDefinition(['a']), 0, 99)),
    ],
    ['a transform that is cut in its id', () => readTransformStart(primary.subarray(0, 50))],
    ['a licence longer than its stream', () => readPrimary(withNumber(primary, 172, 9))],
    ['a licence of four gigabytes', () => readPrimary(withNumber(primary, 172, 0xffff_ffff))],
    ['an extensibility header too short for itself', () => readPrimary(withNumber(primary, 168, 3))],
    ['an extensibility header beyond the stream', () => readPrimary(withNumber(primary, 168, 4096))],
    ['another transform', () => readPrimary(writeTransformHeader(TRANSFORMS.password))],
    [
      'a version of another feature',
      () => {
        checkVersion(concat([unicode('Something.Else'), new Uint8Array(12)]));
      },
    ],
  ];
  for (const [what, read] of bad) {
    it(`refuses ${what}, telling where`, () => {
      assert.throws(read, (error: { code?: string; where?: { structure?: string } }) => {
        assert.equal(error.code, 'CorruptFile');
        assert.match(error.where?.structure ?? '', /\w/);
        return true;
      });
    });
  }

  it('leaves what only newer programs may read to them', () => {
    const version = writeVersion();
    assert.throws(() => {
      checkVersion(withNumber(version, 64, 2));
    }, UnsupportedFormat);
    const newer = withNumber(primary, 156, 0x1_0001);
    assert.throws(() => readPrimary(newer), { code: 'UnsupportedFormat', reason: 'version' });
    assert.throws(() => readTransformStart(newer), { code: 'UnsupportedFormat', reason: 'version' });
    checkVersion(withNumber(version, 68, 2));
  });
});
