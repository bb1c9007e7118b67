import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { splitBlocks } from '../../src/license/blocks.js';
import { decodeLicense, encodeLicense } from '../../src/license/encoding.js';
import { type LicenseReport, verifyLicense } from '../../src/license/verify.js';
import { licenseFile } from './corpus-licenses.js';
import { certificate, licenseBody, type MadeCertificate, makeKey, signedBlock } from './made-licenses.js';

const FULL_CHAIN = 'sdk-ptxt-rmsSharingAdminTest.xml';

describeWithCorpus('chains of real licences', () => {
  const chains: readonly (readonly [string, LicenseReport['chain'], readonly (number | undefined)[]])[] = [
    [FULL_CHAIN, 'linked', [1, 4, 1, 4, 5, 6, 7, undefined]],
    ['sdk-platform-ut-pl-flat.xml', 'linked', [1, 4, 1, 4, 5, 6, 7, undefined]],
    ['sdk-platform-ut-pl-pretty.xml', 'broken', [1, 4, 1, 4, 5, 6, 7, undefined]],
    ['sdk-0101right-ecb.utf16le.bin', 'linked', [1, undefined]],
    ['tika-pdf-pl.xml', 'single', [undefined]],
    ['msrmpr-4.5.2-rac.xml', 'single', [undefined]],
  ];
  for (const [file, chain, issuers] of chains)
    it(`are ${chain}: ${file}`, () => {
      const report = verifyLicense(licenseFile(file));
      assert.equal(report.chain, chain);
      assert.deepEqual(
        report.blocks.map(({ issuedBy }) => issuedBy),
        issuers,
      );
      for (const { issuedBy, inIssuerRange } of report.blocks)
        assert.equal(inIssuerRange, issuedBy === undefined ? undefined : true);
    });

  const blocks = (): string[] => splitBlocks(decodeLicense(licenseFile(FULL_CHAIN)).text).map(({ text }) => text);
  for (const missing of [4, 5, 6])
    it(`are broken without certificate ${missing}`, () => {
      const rest = blocks().filter((_, index) => index !== missing);
      assert.equal(chainOf(...rest), 'broken');
    });

  it('are linked whatever the order of the certificates, and whichever copy is left out', () => {
    const [license = '', ...certificates] = blocks();
    fc.assert(
      fc.property(fc.shuffledSubarray(certificates, { minLength: certificates.length }), (shuffled) => {
        assert.equal(chainOf(license, ...shuffled), 'linked');
      }),
      { seed: 5, numRuns: 30 },
    );
    assert.equal(chainOf(license, ...certificates.slice(1)), 'linked');
  });

  it('do not link a licence of another chain', () => {
    const [, ...certificates] = blocks();
    const [stranger] = splitBlocks(decodeLicense(licenseFile('sdk-0101right-ecb.xml')).text);
    assert.equal(chainOf(stranger!.text, ...certificates), 'broken');
  });
});

describe('chain', () => {
  const root = makeKey(1024);
  const server = makeKey(1024);
  const client = makeKey(1024);
  const serverCertificate = certificate({ issuer: root, holder: server });
  const license = signedBlock(licenseBody(client), client);

  const clients: readonly (readonly [string, LicenseReport['chain'], Partial<MadeCertificate>])[] = [
    ['in whose time the licence was issued', 'linked', {}],
    ['whose time begins with the licence', 'linked', { range: ['2020-06-01T12:00', '2021-01-01T00:00'] }],
    ['whose time ends with the licence', 'linked', { range: ['2020-01-01T00:00', '2020-06-01T12:00'] }],
    ['whose time ended a minute before', 'broken', { range: ['2020-01-01T00:00', '2020-06-01T11:59'] }],
    ['whose time began a minute after', 'broken', { range: ['2020-06-01T12:01', '2021-01-01T00:00'] }],
    ['whose time cannot be read', 'broken', { range: ['2020-01-01', '2021-01-01'] }],
    ['without a time', 'linked', { range: null }],
    ['that may not issue', 'broken', { right: 'VIEW' }],
    ['issued before its own issuer might', 'broken', { issuedAt: '2018-12-31T23:59' }],
    ['whose time of issue cannot be read', 'broken', { issuedAt: 'never' }],
  ];
  for (const [title, chain, parts] of clients)
    it(`with a certificate ${title} is ${chain}`, () => {
      const clientCertificate = certificate({ issuer: server, holder: client, ...parts });
      assert.equal(chainOf(license, clientCertificate, serverCertificate), chain);
    });

  const clientCertificate = certificate({ issuer: server, holder: client });

  it('of a licence and one certificate is linked', () => {
    assert.equal(chainOf(license, clientCertificate), 'linked');
  });

  it('up to a root that signed itself is linked', () => {
    const rootCertificate = certificate({ issuer: root, holder: root });
    assert.equal(chainOf(license, clientCertificate, serverCertificate, rootCertificate), 'linked');
  });

  it('prefers, of two certificates for one key, that in whose time the block was issued', () => {
    const expired = certificate({ issuer: server, holder: client, range: ['2019-01-01T00:00', '2019-02-01T00:00'] });
    const report = verify(license, expired, clientCertificate, serverCertificate);
    assert.equal(report.chain, 'linked');
    assert.equal(report.blocks[0]?.issuedBy, 2);
  });

  it('that goes round in a circle is broken', () => {
    const circle = certificate({ issuer: client, holder: server });
    assert.equal(chainOf(license, clientCertificate, circle), 'broken');
  });

  it('with a block of another chain is broken', () => {
    assert.equal(chainOf(license, clientCertificate, certificate({ issuer: makeKey(1024), holder: server })), 'linked');
    const stranger = certificate({ issuer: makeKey(1024), holder: makeKey(1024) });
    assert.equal(chainOf(license, clientCertificate, serverCertificate, stranger), 'broken');
  });

  it('of two licences is broken, though one key signed both', () => {
    assert.equal(chainOf(license, license), 'broken');
  });

  it('with a certificate whose signature is not good is broken', () => {
    assert.equal(chainOf(license, clientCertificate.replace('2019-01-01', '2019-01-02'), serverCertificate), 'broken');
  });

  it('with an unsigned certificate is broken', () => {
    const unsigned = clientCertificate.replace(/<SIGNATURE>.*<\/SIGNATURE>/, '');
    assert.equal(chainOf(license, unsigned, serverCertificate), 'broken');
  });
});

function chainOf(...blocks: readonly string[]): LicenseReport['chain'] {
  const report = verify(...blocks);
  assert.equal(report.valid, report.chain !== 'broken');
  return report.chain;
}

function verify(...blocks: readonly string[]): LicenseReport {
  return verifyLicense(encodeLicense(blocks.join(''), 'utf8'));
}
