import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { PdfValue } from '../../src/lex/values.js';
import { parseValue } from '../../src/lex/parse-value.js';
import type { Allowance } from '../../src/xref/bounded-output.js';
import { decodeStructure } from '../../src/xref/filters.js';
import { latin1 } from '../support/build-pdf.js';
import { ascii85Encoded, lzwEncoded, runLengthEncoded } from '../support/encode-filters.js';
import { openPdf } from '../support/open-pdf.js';
import { assertSameObjects } from '../support/objects.js';
import { deflated, objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';
import { unwrapped, wrapped } from '../support/round-trip.js';

const MEBIBYTE = 1024 * 1024;

function entriesOf(text: string): ReadonlyMap<string, PdfValue> {
  const value = parseValue(latin1(text), 0, text.length);
  assert.ok(value.kind === 'dictionary');
  return value.entries;
}

function allowance(maximum = MEBIBYTE): Allowance {
  return { maximum, left: 4 * maximum };
}

const decoded = async (data: Uint8Array, entries: string, allowed = allowance()): Promise<Uint8Array> =>
  decodeStructure(data, entriesOf(`<<${entries}>>`), allowed);

/** Words with some noise, so that all codes and all lengths of them occur. */
const sample = Buffer.concat(
  Array.from({ length: 1500 }, (_, index) =>
    Buffer.concat([Buffer.from(`word ${index % 50} `), createHash('md5').update(String(index)).digest()]),
  ),
);

describe('a filter of a stream that holds structure', () => {
  it('may be LZW: the example of ISO 32000-2 §7.4.4.2', async () => {
    const data = Buffer.from('800B6050220C0C8501', 'hex');
    assert.deepEqual([...(await decoded(data, '/Filter/LZWDecode'))], [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
  });

  const ways: Readonly<Record<string, readonly [entries: string, encode: (data: Uint8Array) => Uint8Array]>> = {
    LZW: ['/Filter/LZWDecode', (data) => lzwEncoded(data)],
    'LZW with late change': ['/Filter/LZW/DecodeParms<</EarlyChange 0>>', (data) => lzwEncoded(data, 0)],
    'base 85': ['/Filter/ASCII85Decode', ascii85Encoded],
    'run lengths': ['/Filter/RunLengthDecode', runLengthEncoded],
    'hexadecimal digits': ['/Filter/ASCIIHexDecode', (data) => Buffer.from(`${Buffer.from(data).toString('hex')}>`)],
    'three of them': ['/Filter[/A85/RL/Fl]', (data) => ascii85Encoded(runLengthEncoded(deflated(data)))],
    'an encryption that is none': ['/Filter[/Crypt/FlateDecode]', deflated],
  };
  for (const [title, [entries, encode]] of Object.entries(ways)) {
    for (const length of [0, 1, 2, 3, 4, 5, 258, 5000, sample.length]) {
      it(`may be ${title}, of ${length} bytes`, async () => {
        const data = sample.subarray(0, length);
        assert.deepEqual(Buffer.from(await decoded(encode(data), entries)), Buffer.from(data));
      });
    }

    it(`may be ${title} in the object stream of a document that is protected`, async () => {
      const file = new RawPdf();
      const { data, entries: own } = objectStream({ 2: '<</Type/Pages/Count 0/Kids[]/Note(in here)>>', 3: '(three)' });
      const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R/Text 3 0 R>>');
      const container = file.object(5, rawStream(`${own}${entries}`, encode(data)));
      const rows = [0, 0, 0, 1, catalog, 0, 2, 5, 0, 2, 5, 1, 0, 0, 0, 1, container, 0];
      const table = encode(Uint8Array.from(rows));
      const start = file.object(6, rawStream(`/Type/XRef/W[1 1 1]/Size 6/Root 1 0 R${entries}`, table));
      const plain = file.end(start);
      const { document, object } = await openPdf(plain);
      assert.equal(document.isRebuilt, false);
      assert.equal(await object(3), '(three)');
      const opened = await unwrapped(await wrapped(plain));
      assert.equal(await (await openPdf(opened)).object(3), '(three)');
      if (!entries.includes('Crypt')) await assertSameObjects(opened, plain);
    });
  }

  it('may leave out blanks, end marks and what a cut took', async () => {
    assert.equal(Buffer.from(await decoded(Buffer.from('87 cUR\nD]'), '/Filter/ASCII85Decode')).toString(), 'Hello');
    assert.deepEqual([...(await decoded(Uint8Array.from([2, 7, 8]), '/Filter/RL'))], [7, 8]);
    assert.deepEqual([...(await decoded(Uint8Array.from([255]), '/Filter/RL'))], []);
    assert.deepEqual([...(await decoded(lzwEncoded(sample).subarray(0, 4), '/Filter/LZW'))].slice(0, 2), [0x77, 0x6f]);
  });

  const damages: Readonly<Record<string, readonly [data: string, entries: string]>> = {
    'a code that was not made yet': ['\x80\x60\x7f\xff', '/Filter/LZWDecode'],
    'a digit that is none': ['87cU\x7f', '/Filter/ASCII85Decode'],
    'a group beyond 32 bits': ['uuuuu', '/Filter/ASCII85Decode'],
    'a group of one digit': ['87cURD', '/Filter/ASCII85Decode'],
    'more filters than any program writes': ['', `/Filter[${'/RL'.repeat(33)}]`],
  };
  for (const [title, [data, entries]] of Object.entries(damages)) {
    it(`is damage with ${title}`, async () => {
      await assert.rejects(decoded(latin1(data), entries), { code: 'CorruptFile' });
    });
  }

  it('that is for pictures is not known', async () => {
    await assert.rejects(decoded(latin1('a'), '/Filter/DCTDecode'), { code: 'UnsupportedFormat' });
  });

  it('ends at the limit, whatever comes behind it', async () => {
    const limit = 64 * 1024;
    const zeros = new Uint8Array(2 * limit);
    for (const [entries, data] of [
      ['/Filter/FlateDecode', deflated(zeros)],
      ['/Filter/LZWDecode', lzwEncoded(zeros)],
      ['/Filter/RunLengthDecode', runLengthEncoded(zeros)],
      ['/Filter/ASCII85Decode', ascii85Encoded(zeros)],
      ['/Filter[/FlateDecode/RunLengthDecode]', deflated(zeros.map(() => 128))],
    ] as const) {
      await assert.rejects(
        decoded(data, entries, allowance(limit)),
        { code: 'LimitReached', limit: 'inflatedBytes' },
        entries,
      );
    }
  });

  it('counts for the limit of the file even if it turns out damaged, or leaves nothing', async () => {
    const inflates = deflated(new Uint8Array(900_000).fill(128));
    const broken = Buffer.concat([inflates.subarray(0, -8), Buffer.from('\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1')]);
    for (const [entries, data] of [
      ['/Filter[/FlateDecode/RunLengthDecode]', inflates],
      ['/Filter/FlateDecode', broken],
      ['/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 99999999>>', inflates],
    ] as const) {
      const allowed = allowance();
      for (let round = 0; round < 4; round++) await decoded(data, entries, allowed).catch(isCorrupt);
      await assert.rejects(decoded(data, entries, allowed), { code: 'LimitReached' }, entries);
    }
  });
});

function isCorrupt(error: unknown): void {
  assert.equal((error as { code?: string }).code, 'CorruptFile');
}
