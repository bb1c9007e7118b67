import assert from 'node:assert/strict';
import { bytesSource, encodeLicense, RightsEngine, type ByteSource } from '@rightsmith/core';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { licenseFile, sha256 } from '../license/corpus-licenses.js';
import { certificate, licenseBody, makeKey, signedBlock } from '../license/made-licenses.js';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, SIGNED, toyFormat } from './support/toy-format.js';
import { protectedToy, textSource } from './support/toys.js';

const engine = new RightsEngine({ formats: [toyFormat()] });

function toyWith(license: Uint8Array, extension = '.toy'): ByteSource {
  return bytesSource(Buffer.concat([Buffer.from(`toy protected ${extension}\n${license.length}\n`), license]));
}

describe('RightsEngine.inspect', () => {
  it('tells what a plain file is, and leaves out what does not apply', async () => {
    const result = await engine.inspect(textSource(`${PLAIN}x`));
    assert.deepEqual(result, {
      facts: {
        schema: 1,
        status: 'plain',
        format: { id: 'toy', reason: 'plain toy' },
        container: {},
        labels: [],
        obstacles: [],
        encryptedFacts: [],
        warnings: [],
      },
    });
  });

  it('tells what stands against protecting a file', async () => {
    const { facts } = await engine.inspect(textSource(`${SIGNED}x`));
    assert.deepEqual(facts.obstacles, [{ reason: 'signed', message: 'It is signed.', overridable: false }]);
  });

  it('tells everything about a protected file, and what needs a key', async () => {
    const publisher = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source, contentId, license: published } = await protectedToy(publisher, `${PLAIN}x`);
    const { facts, license } = await engine.inspect(source);
    assert.deepEqual(license, published);
    assert.equal(facts.status, 'protected');
    assert.deepEqual(facts.format, { id: 'toy', version: '1', reason: 'protected toy' });
    assert.equal(facts.originalExtension, '.toy');
    assert.deepEqual(facts.container, { words: 2 });
    assert.deepEqual(facts.encryptedFacts, ['contentLength', 'policy', 'recipients', 'rights', 'encryptedData']);
    assert.equal(facts.license?.contentId, contentId);
    assert.equal(facts.license.issuedAt, '2020-06-01T12:00:00.000Z');
    assert.equal(facts.license.issuer.id, '00000000-0000-4000-8000-000000000001');
    assert.match(facts.license.issuer.modulusSha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(facts.license.blocks, [{ type: 'Microsoft Rights Label', digest: true, signature: true }]);
    assert.equal(facts.license.chain, 'single');
    assert.deepEqual(facts.warnings, []);
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts, 'it is plain JSON');
  });

  it('warns of a licence it cannot read, says where, and tells the rest', async () => {
    const bytes = Buffer.from('<XrML><BODY>');
    const { facts, license } = await engine.inspect(toyWith(bytes));
    assert.equal(facts.status, 'protected');
    assert.equal(facts.license, undefined);
    assert.deepEqual(license, new Uint8Array(bytes));
    assert.deepEqual(
      facts.warnings.map(({ code }) => code),
      ['license-unreadable'],
    );
    assert.equal(facts.warnings[0]?.where?.structure, 'licence');
  });

  it('warns of a licence beyond the limits', async () => {
    const small = new RightsEngine({ formats: [toyFormat()], limits: { licenseBytes: 10 } });
    const { facts } = await small.inspect(toyWith(Buffer.alloc(11)));
    assert.deepEqual(
      facts.warnings.map(({ code }) => code),
      ['license-unreadable'],
    );
  });

  it('warns of a signature that does not hold', async () => {
    const key = makeKey();
    const text = signedBlock(licenseBody(key), key).replace('2020-06-01', '2020-06-02');
    const { facts } = await engine.inspect(toyWith(encodeLicense(text, 'utf8-bom')));
    assert.deepEqual(
      facts.warnings.map(({ code, where }) => [code, where?.structure]),
      [['signature-invalid', 'licence block 0']],
    );
    assert.deepEqual(
      facts.license?.blocks.map(({ digest }) => digest),
      [false],
    );
  });

  it('warns of a chain that is broken', async () => {
    const [root, stranger, author] = [makeKey(), makeKey(), makeKey()];
    const text = signedBlock(licenseBody(author), author) + certificate({ issuer: root, holder: stranger });
    const { facts } = await engine.inspect(toyWith(encodeLicense(text, 'utf8')));
    assert.equal(facts.license?.chain, 'broken');
    assert.deepEqual(
      facts.warnings.map(({ code }) => code),
      ['chain-broken'],
    );
  });

  it('shows a stored extension that is not safe, with a warning', async () => {
    const key = makeKey();
    const license = encodeLicense(signedBlock(licenseBody(key), key), 'utf8');
    const { facts } = await engine.inspect(toyWith(license, '/../x'));
    assert.equal(facts.originalExtension, '/../x');
    assert.deepEqual(
      facts.warnings.map(({ code }) => code),
      ['extension-ignored'],
    );
  });

  it('joins the labels of container and licence', async () => {
    const key = makeKey();
    const [one, two] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
    const tail = `<AUTHENTICATEDDATA name="ID" id="LABEL">{${two}}</AUTHENTICATEDDATA>`;
    const license = encodeLicense(signedBlock(licenseBody(key, { tail }), key), 'utf8');
    for (const [inside, expected] of [
      [one, [one, two]],
      [two, [two]],
    ] as const) {
      const labelled = toyFormat({
        methods: {
          inspect: () =>
            Promise.resolve({
              status: 'protected',
              license,
              labels: [{ id: inside }],
              obstacles: [],
              encryptedFacts: [],
              container: {},
            }),
        },
      });
      const { facts } = await new RightsEngine({ formats: [labelled] }).inspect(toyWith(license));
      assert.deepEqual(
        facts.labels.map(({ id }) => id),
        expected,
      );
    }
  });

  it('passes on that a container is damaged', async () => {
    await assert.rejects(engine.inspect(textSource('toy protected .toy\n100\n')), { code: 'CorruptFile' });
  });

  it('passes on that nobody knows the file', async () => {
    await assert.rejects(engine.inspect(textSource('?')), { code: 'UnsupportedFormat', reason: 'unknown' });
  });

  it('stops when the signal fires', async () => {
    const run = { signal: AbortSignal.abort() };
    await assert.rejects(engine.inspect(textSource(PLAIN), run), { code: 'Aborted' });
  });

  describeWithCorpus('of real licences', () => {
    it('tells issuer, template, owner and service of one made from a template', async () => {
      const { facts } = await engine.inspect(toyWith(licenseFile('tika-pdf-pl.xml')));
      const { license } = facts;
      assert.equal(license?.issuedAt, '2023-06-13T20:21:00.000Z');
      assert.equal(license.kind, 'template');
      assert.equal(license.cryptoMode, 2);
      assert.equal(license.chain, 'single');
      assert.match(license.urls.extranet ?? '', /^https:.*_wmcs\/licensing$/);
      assert.equal(sha256(license.owner ?? '').length, 64);
      assert.deepEqual(facts.warnings, []);
    });

    it('takes a chain of a Windows program for linked', async () => {
      const { facts } = await engine.inspect(toyWith(licenseFile('sdk-ptxt-rmsSharingAdminTest.xml')));
      assert.equal(facts.license?.chain, 'linked');
      assert.equal(facts.license.kind, 'custom');
      assert.ok(facts.license.blocks.length > 1);
    });
  });
});
