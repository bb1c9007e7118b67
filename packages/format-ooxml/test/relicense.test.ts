import assert from 'node:assert/strict';
import { openCompoundFile } from '@rightsmith/compound-file';
import { bytesSource, decodeLicense, encodeLicense, memorySink } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { corpusFile, describeWithCorpus } from '../../../test/support/corpus.js';
import { concat, uint32, withLength } from '../src/data-spaces/fields.js';
import { buildPackage } from './support/build-package.js';
import { pathsOf, streamOf, withStreams } from './support/containers.js';
import { inspected, NOW, unwrapped, wrapped } from './support/protecting.js';

const docx = await buildPackage();
const TRANSFORM = '\u0006DataSpaces/TransformInfo/DRMEncryptedTransform';
const USE_LICENSE = `${TRANSFORM}/eul-ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const SECOND = encodeLicense('<XrML>the second, which is longer than the first one was</XrML>', 'utf8-bom');

/** The head of a cached use licence and some text behind it. */
function useLicense(id: string): Uint8Array {
  const encoded = new TextEncoder().encode(Buffer.from(id, 'utf16le').toString('base64'));
  return concat([uint32(8 + Math.ceil(encoded.length / 4) * 4), withLength(encoded), withLength(SECOND)]);
}

async function relicensed(container: Uint8Array): Promise<Uint8Array> {
  const sink = memorySink();
  await ooxml().relicense?.(bytesSource(container), SECOND, sink, { clock: { now: () => NOW } });
  return sink.bytes();
}

describe('relicense', () => {
  it('changes the licence, drops what belonged to the old one, and keeps everything else', async () => {
    const foreign = await withStreams(await wrapped(docx), {
      [USE_LICENSE]: useLicense('Windows:someone@example.com'),
      Unknown: new Uint8Array(70).fill(1),
      'MsoDataStore/a/Item': new Uint8Array(5000).fill(2),
      '\u0006DataSpaces/TransformInfo/EUL-elsewhere': new Uint8Array(3),
    });
    const { useLicenses } = (await inspected(foreign)).value.container;
    assert.deepEqual(useLicenses, [{ path: USE_LICENSE, kind: 'windows', user: 'someone@example.com' }]);

    const result = await relicensed(foreign);
    const kept = (await pathsOf(foreign)).filter((path) => path !== USE_LICENSE);
    assert.deepEqual(await pathsOf(result), kept);
    const { license, container } = (await inspected(result)).value;
    assert.equal(decodeLicense(license!).text, decodeLicense(SECOND).text);
    assert.deepEqual(container['useLicenses'], []);
    for (const path of ['EncryptedPackage', 'Unknown', 'MsoDataStore/a/Item']) {
      assert.deepEqual(await streamOf(result, path), await streamOf(foreign, path));
    }
    assert.deepEqual((await unwrapped(result)).value, docx);
  });

  it('passes over cached use licences that cannot be read', async () => {
    const foreign = await withStreams(await wrapped(docx), {
      [`${TRANSFORM}/EUL-1`]: useLicense('Federated:someone'),
      [`${TRANSFORM}/EUL-2`]: new Uint8Array(5),
      [`${TRANSFORM}/EUL-3`]: uint32(0xffff_ffff),
    });
    const paths = [1, 2, 3].map((number) => ({ path: `${TRANSFORM}/EUL-${number}` }));
    assert.deepEqual((await inspected(foreign)).value.container['useLicenses'], paths);
  });

  it('looks into no more cached use licences than any document has, and drops them all', async () => {
    const paths = Array.from({ length: 300 }, (_, index) => `${TRANSFORM}/EUL-${index + 100}`);
    const streams = Object.fromEntries(paths.map((path) => [path, useLicense('Windows:someone@example.com')]));
    const foreign = await withStreams(await wrapped(docx), streams);
    const useLicenses = (await inspected(foreign)).value.container['useLicenses'] as { user?: string }[];
    assert.equal(useLicenses.length, 300);
    assert.equal(useLicenses.filter(({ user }) => user === 'someone@example.com').length, 256);
    assert.deepEqual((await inspected(await relicensed(foreign))).value.container['useLicenses'], []);
  });

  it('keeps an extensibility header it does not know', async () => {
    const container = await wrapped(docx);
    const primary = await streamOf(container, `${TRANSFORM}/\u0006Primary`);
    const extension = concat([uint32(8), uint32(0xabcd_ef01)]);
    const extended = concat([primary.subarray(0, 168), extension, primary.subarray(172)]);
    const result = await relicensed(await withStreams(container, { [`${TRANSFORM}/\u0006Primary`]: extended }));
    const written = await streamOf(result, `${TRANSFORM}/\u0006Primary`);
    assert.deepEqual(written.subarray(0, 176), extended.subarray(0, 176));
  });

  for (const [what, path, offset] of [
    ['data spaces', '\u0006DataSpaces/Version', 68],
    ['transform', `${TRANSFORM}/\u0006Primary`, 160],
  ] as const) {
    it(`refuses a ${what} that may be read, and changed by newer programs only`, async () => {
      const bytes = await streamOf(await wrapped(docx), path);
      bytes.set([1, 0, 1, 0], offset);
      const container = await withStreams(await wrapped(docx), { [path]: bytes });
      assert.deepEqual((await unwrapped(container)).value, docx);
      await assert.rejects(relicensed(container), { code: 'UnsupportedFormat', reason: 'version' });
    });
  }

  it('refuses streams that share sectors', async () => {
    const size = 100_000;
    const names = ['Other1', 'Other2', 'Other3'];
    const streams = Object.fromEntries(names.map((name, index) => [name, new Uint8Array(index === 0 ? size : 5000)]));
    const container = Buffer.from(await withStreams(await wrapped(docx), streams));
    const entries = names.map((name) => container.indexOf(Buffer.from(`${name}\0`, 'utf16le')));
    for (const entry of entries.slice(1)) container.copy(container, entry + 116, entries[0]! + 116, entries[0]! + 128);
    await assert.rejects(relicensed(new Uint8Array(container)), {
      code: 'CorruptFile',
      where: { structure: 'directory' },
    });
  });

  for (const [what, rename] of [
    ['two streams of one name', 'Other1'],
    ['a name that no compound file may hold', 'Oth/r2'],
  ] as const) {
    it(`refuses ${what}, which reading forgives`, async () => {
      const streams = { Other1: new Uint8Array(1), Other2: new Uint8Array(1) };
      const container = Buffer.from(await withStreams(await wrapped(docx), streams));
      container.write(rename, container.indexOf(Buffer.from('Other2\0', 'utf16le')), 'utf16le');
      await assert.rejects(relicensed(new Uint8Array(container)), {
        code: 'CorruptFile',
        where: { structure: 'directory' },
      });
    });
  }

  it('tells how far it got', async () => {
    const told: number[] = [];
    const progress = (bytesDone: number): number => told.push(bytesDone);
    const container = await withStreams(await wrapped(docx), { Large: new Uint8Array(1_200_000) });
    await ooxml().relicense?.(bytesSource(container), SECOND, memorySink(), { progress });
    assert.ok(told.length > 4 && told.every((done, index) => done >= (told[index - 1] ?? 0)));
  });

  it('refuses content that was cut: a new licence would not help it', async () => {
    const cut = await withStreams(await wrapped(docx), { EncryptedPackage: Uint8Array.of(255, 255, 0, 0, 0, 0, 0, 0) });
    await assert.rejects(relicensed(cut), { code: 'CorruptFile' });
  });
});

describeWithCorpus('relicense of the real Word document', () => {
  it('keeps every stream but the licence, class, and the times of its storages', async () => {
    const file = corpusFile('irm/testWORD_protected_drm.doc');
    const result = await relicensed(file);
    const [before, after] = [await openCompoundFile(bytesSource(file)), await openCompoundFile(bytesSource(result))];
    assert.deepEqual(after.root, { ...before.root, modified: new Date(NOW) });
    const facts = ({ entries }: typeof before): unknown[] =>
      entries.filter(({ path }) => path.at(-1) !== '\u0006Primary').map((entry) => entry);
    assert.deepEqual(facts(after), facts(before));
    for (const { kind, path } of before.entries) {
      if (kind === 'storage' || path.at(-1) === '\u0006Primary') continue;
      assert.deepEqual(await streamOf(result, path.join('/')), await streamOf(file, path.join('/')));
    }
  });
});
