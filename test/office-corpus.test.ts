import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority } from '@rightsmith/authority';
import { bytesSource, memorySink, RightsEngine, type PublishRequest } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pfile } from '@rightsmith/format-pfile';
import { corpusFile, corpusPath, describeWithCorpus } from './support/corpus.js';

const GRANTS = [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }];
const OFFICE = /\.(docx|xlsx|pptx|vsdx|doc|xls|ppt)$/;

/** How each cipher shows in a container before there is a key. */
const HINTS = [
  { deprecatedAlgorithms: false, hint: /^CBC in segments of 4096 bytes \(AES-256\)/ },
  { deprecatedAlgorithms: true, hint: /^ECB \(AES-128\)/ },
];

describeWithCorpus('Office documents of the corpus', () => {
  const names = readdirSync(corpusPath('documents')).filter((name) => OFFICE.test(name));
  const formats = [ooxml(), pfile()];

  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  let authority: Authority;
  let policies: readonly PublishRequest['policy'][] = [];
  before(async () => {
    authority = await openAuthority({ home });
    const { id } = await authority.templates.add({
      names: [{ lcid: 1033, name: 'Confidential', description: 'For some' }],
      grants: GRANTS,
    });
    policies = [{ template: id }, { names: [], grants: GRANTS }];
  });
  after(async () => {
    await authority.close();
    rmSync(home, { recursive: true });
  });

  it('are of each kind', () => {
    assert.deepEqual([...new Set(names.map((name) => OFFICE.exec(name)?.[1]))].toSorted(), [
      'doc',
      'docx',
      'ppt',
      'pptx',
      'vsdx',
      'xls',
      'xlsx',
    ]);
    assert.ok(names.length >= 17);
  });

  for (const name of names) {
    it(`protect, inspect, verify, open and unprotect ${name}, by template and ad hoc, with both ciphers`, async () => {
      const plain = corpusFile(`documents/${name}`);
      const owner = new RightsEngine({ formats, client: authority.clientFor('alice@example.com') });
      const reader = new RightsEngine({ formats, client: authority.clientFor('bob@example.com') });
      for (const policy of policies) {
        for (const { deprecatedAlgorithms, hint } of HINTS) {
          const sink = memorySink();
          const { format, outputName } = await owner.protect(bytesSource(plain), sink, {
            name,
            policy,
            deprecatedAlgorithms,
          });
          assert.equal(format, 'ooxml');
          assert.match(outputName, /-protected\.\w+$/);
          const file = bytesSource(sink.bytes());
          const { facts } = await reader.inspect(file, { name });
          assert.equal(facts.status, 'protected');
          assert.equal(facts.contentLength, plain.length);
          assert.match(facts.cipherHint ?? '', hint);
          assert.deepEqual(facts.warnings, []);
          assert.ok((await reader.verify(file)).valid);
          const written = memorySink();
          assert.deepEqual((await reader.unprotect(file, written, { name })).warnings, []);
          assert.deepEqual(written.bytes(), plain);
        }
      }
    });
  }
});
