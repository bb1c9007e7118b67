import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority } from '@rightsmith/authority';
import { bytesSource, memorySink, RightsEngine, RightsmithError } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { corpusFile, corpusPath, describeWithCorpus } from '../../../test/support/corpus.js';
import { assertSameObjects } from './support/objects.js';
import { LICENSE, testCipher, unwrapped, wrapped } from './support/round-trip.js';
import { watchedContext } from './support/watched-context.js';

/** A row of the table in corpus/pdf/README.md. */
interface Row {
  readonly file: string;
  readonly expected: string;
  readonly version: string;
}

/** Why the README's files are refused, by its words for what they are. */
const REASONS: Readonly<Record<string, string>> = { '07-password.pdf': 'password', '16-signed-small.pdf': 'signed' };

const handler = pdf();

describeWithCorpus('PDF corpus', () => {
  const rows = readRows();
  const documents = readNames('documents').map((name) => `documents/${name}`);
  const good = [
    ...rows.filter(({ expected }) => ['ok', 'repair'].includes(expected)).map(({ file }) => `pdf/${file}`),
    ...documents,
  ];

  it('has the files these tests are about', () => {
    assert.equal(rows.length, 18);
    assert.deepEqual(
      rows.map(({ file }) => file),
      readNames('pdf'),
    );
    assert.ok(documents.length >= 4 && good.length >= 19);
  });

  for (const { file, expected, version } of rows) {
    it(`detects ${file}`, async () => {
      const status = { 'already protected': 'protected', refuse: REASONS[file] === 'password' && 'other-protection' };
      const detection = await handler.detect(bytesSource(corpusFile(`pdf/${file}`)), {}, {});
      assert.equal(detection?.certainty, 'certain');
      assert.equal(detection.status, status[expected as keyof typeof status] || 'plain');
      if (detection.status === 'plain') assert.equal(detection.reason, `PDF ${version}`);
    });
  }

  for (const { file } of rows.filter(({ expected }) => expected === 'repair')) {
    it(`says that the cross-reference of ${file} is made anew`, async () => {
      const context = watchedContext();
      await wrapped(corpusFile(`pdf/${file}`), { context });
      assert.deepEqual(context.warnings, ['cross-reference-rebuilt']);
    });
  }

  for (const { file } of rows.filter(({ expected }) => expected === 'refuse')) {
    it(`refuses ${file} with the reason, which inspect tells before`, async () => {
      const source = bytesSource(corpusFile(`pdf/${file}`));
      const { obstacles } = await handler.inspect(source, {});
      assert.deepEqual(
        obstacles.map(({ reason }) => reason),
        [REASONS[file]],
      );
      const sink = memorySink();
      const envelope = { license: LICENSE, cipher: testCipher(), name: file, labels: [] };
      await assert.rejects(handler.wrap(source, envelope, sink, {}), { code: 'UnsupportedFormat' });
      assert.equal(sink.bytes().length, 0);
    });
  }

  it('protects a signed document where that is insisted on', async () => {
    const plain = corpusFile('pdf/16-signed-small.pdf');
    const context = watchedContext({ settings: { allowSigned: true } });
    const file = await wrapped(plain, { context });
    assert.deepEqual(context.warnings, ['signature-lost']);
    await assertSameObjects(await unwrapped(file), plain);
  });

  describe('comes back with every object, string and stream equal', () => {
    for (const mode of ['CBC4K', 'ECB', 'CBC512'] as const) {
      for (const name of good) {
        it(`${name} in ${mode}`, async () => {
          const plain = corpusFile(name);
          const file = await wrapped(plain, { cipher: testCipher(mode) });
          await assertSameObjects(await unwrapped(file, testCipher(mode)), plain);
        });
      }
    }
  });

  describe('goes through the authority', () => {
    let folder = '';
    let authority: Authority;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rightsmith-pdf-'));
      authority = await openAuthority({ home: join(folder, 'home') });
    });
    after(async () => {
      await authority.close();
      rmSync(folder, { recursive: true });
    });

    for (const name of good) {
      it(name, async () => {
        const engine = (identity: string): RightsEngine =>
          new RightsEngine({ formats: [pdf()], client: authority.clientFor(identity) });
        const plain = corpusFile(name);
        const [file, opened] = [memorySink(), memorySink()];
        const policy = {
          names: [{ lcid: 1033, name: 'Draft', description: 'Not final' }],
          grants: [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }],
        };
        await engine('alice@example.com').protect(bytesSource(plain), file, { name: 'a.pdf', policy });
        const reader = engine('bob@example.com');
        const protectedFile = bytesSource(file.bytes());
        assert.equal((await reader.inspect(protectedFile)).facts.status, 'protected');
        assert.equal((await reader.verify(protectedFile)).valid, true);
        await reader.unprotect(protectedFile, opened);
        await assertSameObjects(opened.bytes(), plain);
      });
    }

    it('and nobody who was not named', async () => {
      const client = authority.clientFor('eve@example.com');
      const owner = new RightsEngine({ formats: [pdf()], client: authority.clientFor('alice@example.com') });
      const [file, opened] = [memorySink(), memorySink()];
      const policy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW', 'EXPORT'] }] };
      await owner.protect(bytesSource(corpusFile('pdf/01-simple-20.pdf')), file, { name: 'a.pdf', policy });
      const stranger = new RightsEngine({ formats: [pdf()], client });
      await assert.rejects(stranger.unprotect(bytesSource(file.bytes()), opened), (error) => RightsmithError.is(error));
      assert.equal(opened.bytes().length, 0);
    });
  });
});

function readRows(): readonly Row[] {
  const path = corpusPath('pdf/README.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return [...text.matchAll(/^\| `([^`]+)` \| \d+ \| ([^|]+) \| [^|]+ \| (\d\.\d) \|/gm)].map(
    ([, file = '', expected = '', version = '']) => ({ file, expected, version }),
  );
}

function readNames(folder: string): readonly string[] {
  const path = corpusPath(folder);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.pdf'))
        .sort()
    : [];
}
