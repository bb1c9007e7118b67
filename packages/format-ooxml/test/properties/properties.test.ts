import assert from 'node:assert/strict';
import { concat, uint32 } from '../../src/data-spaces/fields.js';
import { officeChecksum, readChecksum } from '../../src/properties/checksum.js';
import { readPropertySets } from '../../src/properties/property-set.js';
import { buildPackage } from '../support/build-package.js';
import { withStreams } from '../support/containers.js';
import { customProperties, propertySets } from '../support/property-sets.js';
import { inspected, wrapped } from '../support/protecting.js';

const SUMMARY = 'f29f85e0-4ff9-1068-ab91-08002b27b3d9';
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('officeChecksum', () => {
  it('is that of Office', () => {
    assert.equal(officeChecksum(utf8('123456789')), 0xbd0be338);
    assert.equal(officeChecksum(new Uint8Array()), 0);
  });

  it('is read behind its mark and version only', () => {
    assert.equal(readChecksum(Uint8Array.of(0xab, 0, 0x38, 0xe3, 0x0b, 0xbd)), 0xbd0be338);
    assert.equal(readChecksum(Uint8Array.of(0xab, 0, 1, 2, 3, 4, 5)), 0x04030201);
    for (const other of [[], [0xab], [0xab, 1, 1, 2, 3, 4], [0xac, 0, 1, 2, 3, 4], [0xab, 0, 1, 2, 3]]) {
      assert.equal(readChecksum(Uint8Array.from(other)), undefined);
    }
  });
});

describe('readPropertySets', () => {
  it('reads names by number, texts in each encoding, and passes over what is no text', () => {
    const set = propertySets([
      [
        SUMMARY,
        [
          [1, concat([uint32(2), uint32(65_001)])],
          [2, concat([uint32(0x1e), uint32(7), utf8('Zürich')])],
          [4, concat([uint32(0x1f), uint32(5), utf16('東京\0xx')])],
          [13, concat([uint32(0x40), new Uint8Array(8)])],
          [99, uint32(0)],
          [0x8000_0000, uint32(0)],
        ],
      ],
    ]);
    assert.deepEqual(readPropertySets(set), [
      { name: 'title', text: 'Zürich' },
      { name: 'author', text: '東京' },
      { name: 'lastSaved' },
      { name: 'property 99' },
    ]);
  });

  it('reads the names a user gave, in one byte a character and in two', () => {
    assert.deepEqual(readPropertySets(customProperties({ Project: 'X', Grüße: 'an alle' })), [
      { name: 'Project', text: 'X' },
      { name: 'Grüße', text: 'an alle' },
    ]);
    const dictionary = concat([
      uint32(2),
      uint32(2),
      uint32(3),
      utf16('ab\0'),
      new Uint8Array(2),
      uint32(3),
      uint32(2),
      utf16('c\0'),
    ]);
    const set = propertySets([
      [
        'd5cdd505-2e9c-101b-9397-08002b2cf9ae',
        [
          [0, dictionary],
          [1, concat([uint32(2), uint32(1200)])],
          [2, uint32(3)],
          [3, uint32(3)],
        ],
      ],
    ]);
    assert.deepEqual(readPropertySets(set), [{ name: 'ab' }, { name: 'c' }]);
  });

  const valid = customProperties({ a: 'b' });
  const lying = (offset: number, value: number): Uint8Array => {
    const changed = valid.slice();
    new DataView(changed.buffer).setUint32(offset, value, true);
    return changed;
  };
  const broken: readonly (readonly [what: string, bytes: Uint8Array])[] = [
    ['nothing', new Uint8Array()],
    ['half a stream', valid.subarray(0, valid.length / 2)],
    ['a set outside', lying(44, 0xffff_fff0)],
    ['properties without end', lying(72, 0xffff_ffff)],
    ['a property outside', lying(80, 0xffff)],
  ];
  for (const [what, bytes] of broken) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readPropertySets(bytes), { code: 'CorruptFile' });
    });
  }
});

describe('readPropertySets of a hostile file', () => {
  it('refuses many properties that point at one long text', () => {
    const [properties, textBytes] = [26_000, 200_000];
    const text = concat([uint32(0x1e), uint32(textBytes), new Uint8Array(textBytes).fill(0x61)]);
    const textOffset = 8 + properties * 8;
    const set = new Uint8Array(8 + properties * 8);
    const view = new DataView(set.buffer);
    view.setUint32(4, properties, true);
    for (let index = 0; index < properties; index += 1) {
      view.setUint32(8 + index * 8, index + 2, true);
      view.setUint32(12 + index * 8, textOffset, true);
    }
    const head = concat([new Uint8Array(24), uint32(1), new Uint8Array(16), uint32(48)]);
    assert.throws(() => readPropertySets(concat([head, set, text])), {
      code: 'CorruptFile',
      message: 'The texts of properties lie over each other.',
    });
  });

  it('refuses more properties than a document can have', () => {
    const properties = 200_000;
    const list = new Uint8Array(properties * 8).map((_, index) =>
      index % 8 < 3 ? Math.floor(index / 8) >> ((index % 8) * 8) : 0,
    );
    const head = concat([new Uint8Array(24), uint32(1), new Uint8Array(16), uint32(48)]);
    assert.throws(() => readPropertySets(concat([head, uint32(0), uint32(properties), list])), {
      code: 'CorruptFile',
      message: 'A set has 200000 properties.',
    });
  });
});

describe('clear-text properties of a container', () => {
  const summary = propertySets([[SUMMARY, [[4, concat([uint32(0x1e), uint32(4), utf8('Eve\0')])]]]]);
  const checksum = (value: number): Uint8Array => concat([Uint8Array.of(0xab, 0), uint32(value)]);

  async function clearProperties(streams: Readonly<Record<string, Uint8Array>>): Promise<[unknown, readonly string[]]> {
    const { value, warnings } = await inspected(await withStreams(await wrapped(await buildPackage()), streams));
    return [value.container['clearProperties'], warnings];
  }

  it('are listed by name, with the state of their checksum', async () => {
    const stream = '\u0005SummaryInformation';
    assert.deepEqual(await clearProperties({ [stream]: summary }), [[{ stream, names: ['author'] }], []]);
    const whole = { [stream]: summary, EncryptedSIHash: checksum(officeChecksum(summary)) };
    assert.deepEqual(await clearProperties(whole), [[{ stream, names: ['author'], checksum: 'holds' }], []]);
    const changed = { [stream]: summary, EncryptedSIHash: checksum(7) };
    assert.deepEqual(await clearProperties(changed), [
      [{ stream, names: ['author'], checksum: 'differs' }],
      ['properties-changed'],
    ]);
    assert.deepEqual(await clearProperties({ [stream]: summary, EncryptedSIHash: new Uint8Array(6) }), [
      [{ stream, names: ['author'] }],
      [],
    ]);
  });

  it('are listed without names where they cannot be read', async () => {
    const stream = '\u0005DocumentSummaryInformation';
    assert.deepEqual(await clearProperties({ [stream]: new Uint8Array(9) }), [[{ stream }], []]);
  });

  it('and copies of custom XML parts are told of', async () => {
    assert.deepEqual((await clearProperties({ 'MsoDataStore/a/Item': new Uint8Array(9) }))[1], ['clear-text-outside']);
  });
});
