import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { decodeLicense, encodeLicense, type LicenseEncoding } from '../../src/license/encoding.js';

const ENCODINGS: readonly LicenseEncoding[] = ['utf8-bom', 'utf8', 'utf16le', 'utf16le-bom'];

describe('licence encodings', () => {
  const recognised: readonly (readonly [string, readonly number[], LicenseEncoding, string, number])[] = [
    ['UTF-8 with byte order mark', [0xef, 0xbb, 0xbf, 0x3c, 0xc3, 0xa9], 'utf8-bom', '<é', 0],
    ['UTF-8 without it', [0x3c, 0xc3, 0xa9], 'utf8', '<é', 0],
    ['UTF-16LE without byte order mark', [0x3c, 0, 0xe9, 0], 'utf16le', '<é', 0],
    ['UTF-16LE with it', [0xff, 0xfe, 0x3c, 0, 0xe9, 0], 'utf16le-bom', '<é', 0],
    ['a NUL at the end of UTF-8', [0x3c, 0x41, 0], 'utf8', '<A', 1],
    ['NULs at the end of UTF-16LE', [0x3c, 0, 0, 0, 0, 0], 'utf16le', '<', 2],
    ['a single character', [0x3c], 'utf8', '<', 0],
    ['a second byte order mark as a character', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], 'utf8-bom', '\uFEFF', 0],
  ];
  for (const [title, bytes, encoding, text, trailingNuls] of recognised)
    it(`recognises ${title}`, () => {
      assert.deepEqual(decodeLicense(Uint8Array.from(bytes)), { text, encoding, trailingNuls });
    });

  const refused: readonly (readonly [string, readonly number[]])[] = [
    ['nothing', []],
    ['nothing but a byte order mark', [0xef, 0xbb, 0xbf]],
    ['nothing but NULs', [0, 0, 0, 0]],
    ['bytes that are not UTF-8', [0x3c, 0xff]],
    ['an overlong UTF-8 form', [0x3c, 0xc0, 0xbc]],
    ['a surrogate in UTF-8', [0x3c, 0xed, 0xa0, 0x80]],
    ['UTF-16 of an odd length', [0x3c, 0, 0x41]],
    ['half of a surrogate pair in UTF-16', [0x3c, 0, 0x00, 0xd8, 0x41, 0]],
    ['half of a surrogate pair at the end', [0x3c, 0, 0x00, 0xd8]],
  ];
  for (const [title, bytes] of refused)
    it(`refuses ${title}`, () => {
      assert.throws(() => decodeLicense(Uint8Array.from(bytes)), { code: 'CorruptFile' });
    });

  it('refuses more bytes than the limit, and takes as many', () => {
    const limits = { ...DEFAULT_LIMITS, licenseBytes: 4 };
    assert.equal(decodeLicense(Buffer.from('<a/>'), limits).text, '<a/>');
    assert.throws(() => decodeLicense(Buffer.from('<a />'), limits), { code: 'LimitReached', limit: 'licenseBytes' });
  });

  it('refuses to write half of a surrogate pair', () => {
    assert.throws(() => encodeLicense('<\uD800', 'utf8'), { code: 'UsageError' });
  });

  it('brings every text back from every encoding', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).map((characters) => `<a${characters}>`);
    fc.assert(
      fc.property(text, fc.constantFrom(...ENCODINGS), (original, encoding) => {
        const decoded = decodeLicense(encodeLicense(original, encoding));
        assert.deepEqual(decoded, { text: original, encoding, trailingNuls: 0 });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('makes the same bytes again of whatever it reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        try {
          const { text, encoding, trailingNuls } = decodeLicense(bytes);
          assert.deepEqual(encodeLicense(text + '\0'.repeat(trailingNuls), encoding), bytes);
        } catch (error) {
          assert.equal((error as { code?: unknown }).code, 'CorruptFile');
        }
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});
