import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fileSource, RightsEngine } from '@rightsmith/core';
import type { Inspection } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { corpusPath, describeWithCorpus } from '../../../../../test/support/corpus.js';
import { inspectionText } from '../../../src/verbs/inspect/inspection-text.js';
import { assertGolden } from '../../support/golden.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const inUtc = (): number => 0;
const goldenFile = (name: string): URL => new URL(`../../golden/${name}`, import.meta.url);

const PLAIN: Inspection = {
  schema: 1,
  status: 'plain',
  format: { id: 'pfile', reason: 'any file can be wrapped as a PFILE' },
  container: {},
  labels: [],
  obstacles: [],
  encryptedFacts: [],
  warnings: [],
};

const PROTECTED: Inspection = {
  schema: 1,
  status: 'protected',
  format: { id: 'pfile', version: '3.0', reason: 'PFILE 3.0' },
  originalExtension: '.txt',
  contentLength: 12000,
  cipherHint: 'CBC4K',
  container: {},
  license: {
    contentId: '11111111-1111-1111-1111-111111111111',
    owner: 'alice@example.com',
    issuedAt: '2026-06-13T09:30:00.000Z',
    validUntil: '2026-07-15T09:30:00.000Z',
    descriptor: {
      id: '22222222-2222-2222-2222-222222222222',
      names: [
        { lcid: 1033, name: 'Draft', description: 'Not final' },
        { lcid: 1031, name: 'Entwurf', description: 'Nicht endgültig' },
      ],
    },
    kind: 'template',
    issuer: { id: '33333333-3333-3333-3333-333333333333', name: 'Example', modulusSha256: '00'.repeat(32) },
    urls: {
      intranet: 'https://inside.example.com/_wmcs/licensing',
      extranet: 'https://outside.example.com/_wmcs/licensing',
    },
    referral: 'mailto:help@example.com',
    cryptoMode: 2,
    appData: {},
    blocks: [
      { type: 'Microsoft Rights Label', digest: true, signature: true },
      { type: 'LICENSE', descriptorType: 'Server-Licensor-Certificate', digest: true, signature: true },
    ],
    chain: 'linked',
  },
  labels: [{ id: '44444444-4444-4444-4444-444444444444', name: 'Internal' }],
  obstacles: [],
  encryptedFacts: ['policy', 'recipients', 'rights'],
  warnings: [],
};

describe('inspectionText', () => {
  it('answers in the order of the questions', () => {
    assertGolden(goldenFile('protected.txt'), `${inspectionText('report.ptxt', PROTECTED, NOW, inUtc)}\n`);
  });

  it('says little about a plain file', () => {
    assertGolden(goldenFile('plain.txt'), `${inspectionText('report.txt', PLAIN, NOW, inUtc)}\n`);
  });

  it('says what it does not know, what stands in the way and what does not hold', () => {
    const { contentId, issuedAt, issuer } = PROTECTED.license!;
    const facts: Inspection = {
      ...PROTECTED,
      license: {
        contentId,
        issuedAt,
        issuer,
        urls: {},
        cryptoMode: 1,
        appData: {},
        blocks: [{ type: 'Microsoft Rights Label', digest: false, signature: true }],
        chain: 'single',
      },
      labels: [{ id: '44444444-4444-4444-4444-444444444444' }],
      obstacles: [{ reason: 'signed', message: 'The file is signed.', overridable: false }],
    };
    assertGolden(goldenFile('unknown.txt'), `${inspectionText('report.ptxt', facts, NOW, inUtc)}\n`);
  });

  it('lets no text from outside steer the terminal', () => {
    const evil = '\u001b[2J\u202e\n\u009b1m';
    const { license } = PROTECTED;
    const facts: Inspection = {
      ...PROTECTED,
      format: { id: 'pfile', reason: evil },
      originalExtension: evil,
      cipherHint: evil,
      license: {
        ...license!,
        owner: evil,
        referral: evil,
        issuer: { id: evil, name: evil, modulusSha256: evil },
        urls: { intranet: evil },
        descriptor: { id: evil, names: [{ lcid: 1033, name: evil, description: evil }] },
      },
      labels: [{ id: evil, name: evil }],
      obstacles: [{ reason: 'form', message: evil, overridable: false }],
    };
    const text = inspectionText(evil, facts, NOW, inUtc);
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.equal(text.split('\n').length, inspectionText('x', facts, NOW, inUtc).split('\n').length);
  });
});

describeWithCorpus('inspectionText over a real file', () => {
  it('tells what Microsoft’s program wrote; people by the hash of their names', async () => {
    const file = corpusPath('pfile-real/CleanAlice.txt.pfile');
    const source = fileSource(file);
    const { facts } = await new RightsEngine({ formats: [pfile()] }).inspect(source, { name: basename(file) });
    await source.close();
    assertGolden(goldenFile('real.txt'), `${masked(inspectionText(basename(file), facts, NOW, inUtc))}\n`);
  });
});

/** Addresses, and the host names in URLs, as hashes. */
function masked(text: string): string {
  return text.replace(/[\w.+-]+@[\w.-]+|https?:\/\/[^/\s]+/g, (found) => `sha256:${sha256(found).slice(0, 16)}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
