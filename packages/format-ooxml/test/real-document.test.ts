import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { bytesSource, verifyLicense } from '@rightsmith/core';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import { memorySink } from '@rightsmith/core';
import { corpusFile, describeWithCorpus } from '../../../test/support/corpus.js';
import { dataSpaceEntries } from '../src/data-spaces/container-entries.js';
import { BINARY_NAMES } from '../src/data-spaces/names.js';
import { readPropertySets } from '../src/properties/property-set.js';
import { streamOf } from './support/containers.js';
import { inspected, unwrapped } from './support/protecting.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describeWithCorpus('the real Word document of 2018', () => {
  const file = corpusFile('irm/testWORD_protected_drm.doc');

  it('tells its container; ooxml-irm.md §11.1', async () => {
    const { value, warnings } = await inspected(file);
    assert.equal(value.status, 'protected');
    assert.equal(value.contentLength, 13_824);
    assert.match(value.cipherHint ?? '', /^ECB/);
    assert.deepEqual(warnings, ['clear-text-outside']);
    const { streams, storages, clearProperties, ...facts } = value.container as unknown as {
      readonly streams: readonly { readonly path: string; readonly size: number }[];
      readonly storages: readonly { readonly path: string; readonly created: string; readonly modified: string }[];
      readonly clearProperties: readonly { readonly stream: string; readonly names: readonly string[] }[];
    };
    assert.deepEqual(facts, {
      kind: 'binary',
      application: 'Word',
      version: 3,
      sectorSize: 512,
      classId: '00020906-0000-0000-c000-000000000046',
      modified: '2018-10-05T21:20:56.546Z',
      content: { path: '\tDRMContent', dataSpace: '\tDRMDataSpace', plainLength: 13_824, cipherLength: 13_824 },
      useLicenses: [],
      hasViewerContent: false,
    });
    const sizes = new Map(streams.map(({ path, size }) => [path.split('/').at(-1), size]));
    assert.deepEqual(Object.fromEntries(sizes), {
      '1Table': 4096,
      '\u0001CompObj': 114,
      Version: 76,
      DataSpaceMap: 80,
      '\tDRMDataSpace': 40,
      '\u0006Primary': 42_376,
      '\tDRMContent': 13_832,
      Item: 306,
      Properties: 341,
      WordDocument: 4148,
      '\u0005SummaryInformation': 428,
      '\u0005DocumentSummaryInformation': 280,
    });
    assert.equal(storages.length, 6);
    for (const { created, modified } of storages) {
      assert.match(created, /^2018-10-05T21:20:56\.5\d\dZ$/);
      assert.match(modified, /^2018-10-05T21:20:56\.5\d\dZ$/);
    }
    const names = clearProperties.flatMap((set) => set.names);
    for (const name of [
      'author',
      'lastAuthor',
      'template',
      'revision',
      'editingTime',
      'created',
      'pages',
      'security',
    ]) {
      assert.ok(names.includes(name), name);
    }
  });

  it('names people only in its properties', async () => {
    const properties = readPropertySets(await streamOf(file, '\u0005SummaryInformation'));
    const people = properties.filter(({ name }) => ['author', 'lastAuthor'].includes(name));
    assert.deepEqual(
      people.map(({ text = '' }) => sha256(text)),
      [
        '27d619c4728b5a2439d4de6af3caa2089e6fd68c6471fc3836e88201ebad946a',
        '27d619c4728b5a2439d4de6af3caa2089e6fd68c6471fc3836e88201ebad946a',
      ],
    );
    assert.equal(properties.find(({ name }) => name === 'application')?.text, 'Microsoft Office Word');
  });

  it('has a licence of eight blocks that all verify', async () => {
    const { license } = (await inspected(file)).value;
    assert.equal(license?.length, 42_200);
    const report = verifyLicense(license);
    assert.equal(report.blocks.length, 8);
    assert.ok(report.blocks.every(({ digest, signature }) => digest && signature));
    assert.deepEqual([report.valid, report.chain], [true, 'linked']);
  });

  it('is written again from the same input, its constant streams byte for byte', async () => {
    const { license = new Uint8Array() } = (await inspected(file)).value;
    const sink = memorySink();
    await writeCompoundFile(
      dataSpaceEntries({ names: BINARY_NAMES, license, labelInfo: undefined, now: new Date(0) }),
      sink,
    );
    const written = await openCompoundFile(bytesSource(sink.bytes()));
    const streams = written.entries.filter(({ kind }) => kind === 'stream').map(({ path }) => path.join('/'));
    assert.equal(streams.length, 4);
    for (const path of streams) assert.deepEqual(await streamOf(sink.bytes(), path), await streamOf(file, path), path);
  });

  it('does not open with a key that is not its own', async () => {
    await assert.rejects(unwrapped(file), { code: 'CorruptFile' });
  });
});

describeWithCorpus('the real container of .NET', () => {
  const file = corpusFile('xps/EncryptedPackageWithProperties.xps');

  it('is followed by its own names, and its cached use licence is listed', async () => {
    const { value } = await inspected(file);
    assert.equal(value.status, 'other-protection');
    assert.deepEqual(
      value.obstacles.map(({ reason }) => reason),
      ['other-drm'],
    );
    const { useLicenses } = value.container as unknown as {
      readonly useLicenses: readonly { readonly path: string; readonly kind: string; readonly user: string }[];
    };
    assert.deepEqual(
      useLicenses.map(({ path, kind, user }) => [path.split('/').at(-1), kind, sha256(user)]),
      [
        [
          'EUL-PCOF64OLAHYHETKLVEGTG3H6ZD',
          'passport',
          '752e86a6cf90761db69bfd3088044b746bd6143badc89d0d746e90286daceebc',
        ],
      ],
    );
  });
});
