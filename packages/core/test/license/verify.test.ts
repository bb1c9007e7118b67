import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { decodeLicense, encodeLicense } from '../../src/license/encoding.js';
import { readPublishingLicense } from '../../src/license/publishing-license.js';
import { type LicenseReport, verifyLicense } from '../../src/license/verify.js';
import { expectedLicenses, licenseFile } from './corpus-licenses.js';
import { licenseBody, makeKey, signedBlock } from './made-licenses.js';

describeWithCorpus('verification of real licences', () => {
  const invalid = [
    'derived-erd-CleanAlice.xml',
    'msrmpr-4.5.5-erd-plaintext.xml',
    'msrmpr-4.5.7-template-unverifiable.xml',
    'sdk-platform-ut-pl-pretty.xml',
  ];
  for (const [name] of expectedLicenses())
    it(`finds ${name} ${invalid.includes(name) ? 'not valid' : 'valid'}`, () => {
      assert.equal(verifyLicense(licenseFile(name)).valid, !invalid.includes(name));
    });

  it('tells that a policy is not signed, and that a template is signed badly', () => {
    const [policy] = verifyLicense(licenseFile('derived-erd-CleanAlice.xml')).blocks;
    assert.deepEqual(policy, {
      index: 0,
      type: 'Microsoft Rights Template',
      signed: false,
      digest: false,
      signature: false,
      messageBytes: 2296,
    });
    const [template] = verifyLicense(licenseFile('msrmpr-4.5.7-template-unverifiable.xml')).blocks;
    assert.deepEqual([template?.signed, template?.digest, template?.signature], [true, false, false]);
  });

  it('gives a report that is plain JSON and the same in every encoding', () => {
    const bytes = licenseFile('sdk-platform-ut-pl-flat.xml');
    const report = verifyLicense(bytes);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    for (const encoding of ['utf8', 'utf8-bom', 'utf16le', 'utf16le-bom'] as const)
      assert.deepEqual(verifyLicense(encodeLicense(decodeLicense(bytes).text, encoding)), report);
  });

  it('sees every bit that is flipped in signed text', () => {
    const licenses = expectedLicenses().map(([name]) => surveyed(licenseFile(name)));
    const flip = fc.tuple(
      fc.constantFrom(...licenses),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      fc.nat(7),
    );
    fc.assert(
      fc.property(flip, ([license, place, bit]) => {
        const offset = Math.floor(place * license.bytes.length);
        const flipped = license.bytes.slice();
        flipped[offset] = (flipped[offset] ?? 0) ^ (1 << bit);
        const report = attempt(() => verifyLicense(flipped));
        attempt(() => readPublishingLicense(flipped));
        const signed = license.bodies.findIndex(([start, end]) => offset >= start && offset < end);
        if (report !== undefined && signed >= 0) {
          assert.equal(report.blocks[signed]?.digest, false);
          assert.equal(report.valid, false);
        }
      }),
      { seed: 6, numRuns: 2000 },
    );
  });

  it('sees every licence that was cut short', () => {
    const licenses = expectedLicenses().map(([name]) => surveyed(licenseFile(name)));
    const cut = fc.tuple(fc.constantFrom(...licenses), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
    fc.assert(
      fc.property(cut, ([license, place]) => {
        const short = license.bytes.subarray(0, Math.floor(place * license.bytes.length));
        const report = attempt(() => verifyLicense(short));
        attempt(() => readPublishingLicense(short));
        // What can be read of a licence that was cut is whole blocks, and the answers for them stay.
        assert.deepEqual(
          report?.blocks.map(({ digest, signature }) => [digest, signature]) ?? [],
          license.report.blocks
            .slice(0, report?.blocks.length ?? 0)
            .map(({ digest, signature }) => [digest, signature]),
        );
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('verification', () => {
  it('takes a licence as large as the limit', () => {
    const key = makeKey();
    const empty = signedBlock(licenseBody(key, { tail: '<AUTHENTICATEDDATA id="X"></AUTHENTICATEDDATA>' }), key);
    const value = 'A'.repeat(DEFAULT_LIMITS.licenseBytes - empty.length);
    const tail = `<AUTHENTICATEDDATA id="X">${value}</AUTHENTICATEDDATA>`;
    const bytes = encodeLicense(signedBlock(licenseBody(key, { tail }), key), 'utf8');
    assert.equal(bytes.length, DEFAULT_LIMITS.licenseBytes);
    assert.equal(verifyLicense(bytes).valid, true);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['nothing', '', 'CorruptFile'],
    ['words', 'just words', 'CorruptFile'],
    ['a hundred and one blocks', '<XrML><BODY/></XrML>'.repeat(101), 'LimitReached'],
  ];
  for (const [title, text, code] of refused)
    it(`refuses ${title}`, () => {
      assert.throws(() => verifyLicense(Buffer.from(text)), { code });
    });
});

interface SurveyedLicense {
  readonly bytes: Uint8Array;
  readonly report: LicenseReport;
  /** Where in the bytes the signed texts are. */
  readonly bodies: readonly (readonly [start: number, end: number])[];
}

function surveyed(bytes: Uint8Array): SurveyedLicense {
  const { text, encoding } = decodeLicense(bytes);
  const bodies = splitBlocks(text).map(({ body }) => {
    const start = encodeLicense(text.slice(0, body.start), encoding).length;
    return [
      start,
      start + encodeLicense(text.slice(body.start, body.end), encoding === 'utf8-bom' ? 'utf8' : encoding).length,
    ] as const;
  });
  return { bytes, report: verifyLicense(bytes), bodies };
}

/** The result, or undefined where the call fails with an error of ours that says the licence is bad. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    assert.ok(code === 'CorruptFile' || code === 'LimitReached', String(error));
    return undefined;
  }
}
