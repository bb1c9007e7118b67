import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bytesSource, RightsEngine, type InspectedChild, type Insides, type Limits } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pdf } from '@rightsmith/format-pdf';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage, zipOf } from '../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE, stream } from '../packages/format-pdf/test/support/build-pdf.js';
import { useAuthorityEngines } from './support/authority-engine.js';

const FOR_OWNER = { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] };

/** Bytes that pack to a thousandth of themselves. */
const ZEROS = new Uint8Array(2 * 1024 * 1024);

/** One line a file: what it is called, and what it is or why that cannot be told. */
function lines({ children, stopped }: Insides, indent = ''): string[] {
  return [
    ...children.flatMap((child) => [`${indent}${child.name} ${outcome(child)}`, ...lines(child, `${indent}  `)]),
    ...(stopped === undefined ? [] : [`${indent}stopped ${codeOf(stopped)}`]),
  ];
}

const outcome = ({ facts, error }: InspectedChild): string => facts?.status ?? codeOf(error!);

function codeOf(error: { readonly code: string }): string {
  const { code, limit, reason } = error as { readonly code: string; readonly limit?: string; readonly reason?: string };
  return [code, limit ?? reason ?? ''].join(' ').trim();
}

async function lookInto(content: Uint8Array, limits: Partial<Limits> = {}, name = 'a.zip'): Promise<string[]> {
  const engine = new RightsEngine({ formats: [ooxml(), pdf(), pfile()], limits });
  return lines(await engine.inspectTree(bytesSource(content), { name }));
}

/** A ZIP file in another, and so on. */
async function nested(depth: number, content: Uint8Array): Promise<Uint8Array> {
  let file = content;
  for (let level = 0; level < depth; level += 1) file = await zipOf({ [`${level}.zip`]: file });
  return file;
}

/** A ZIP file of one entry `a.bin`, with a field of its directory entry set. */
async function withField(offset: number, ...bytes: readonly number[]): Promise<Uint8Array> {
  const zip = await zipOf({ 'a.bin': new Uint8Array(100_000) });
  zip.set(bytes, Buffer.from(zip).indexOf('PK\u0001\u0002', 0, 'latin1') + offset);
  return zip;
}

/** A PDF with attachments: objects of file specifications from number 4 on, two objects each. */
function withAttachments(...files: readonly (readonly [name: string, data: string, entries?: string])[]): Uint8Array {
  const specifications = files.map((_, index) => 4 + index * 2);
  const names = specifications.map((number) => `(${number}) ${number} 0 R`).join(' ');
  const catalog = `<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[${names}]>>>>>>`;
  const objects = files.flatMap(([name, data, entries], index) => [
    `<</Type/Filespec/F(${name})/EF<</F ${5 + index * 2} 0 R>>>>`,
    stream(data, entries),
  ]);
  return buildPdf({ objects: [catalog, ...ONE_PAGE.slice(1), ...objects] });
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('inspecting what is inside', () => {
  const engines = useAuthorityEngines();

  it('tells the files of an archive, and of archives, PDF files and Office documents in it', async () => {
    const protectedFile = await engines.protect(new TextEncoder().encode('A text.'), {
      name: 'plan.txt',
      policy: FOR_OWNER,
    });
    const office = await buildPackage(undefined, { 'word/embeddings/Sheet1.ptxt': protectedFile });
    const attached = withAttachments(['notes.txt', 'plain text'], ['plan.ptxt', text(protectedFile)]);
    const file = await zipOf({
      'inner/deep.zip': await zipOf({ 'plan.ptxt': protectedFile }),
      'mail.pdf': attached,
      'report.docx': office,
      'notes.txt': 'plain text',
    });
    assert.deepEqual(await lookInto(file), [
      'inner/deep.zip plain',
      '  plan.ptxt protected',
      'mail.pdf plain',
      '  notes.txt plain',
      '  plan.ptxt protected',
      'report.docx plain',
      '  word/embeddings/Sheet1.ptxt protected',
      'notes.txt plain',
    ]);
  });

  it('tells who protected a file inside', async () => {
    const request = { name: 'plan.txt', policy: FOR_OWNER };
    const file = await zipOf({ 'plan.ptxt': await engines.protect(new Uint8Array(300_000), request) });
    const [child] = (await engines.engine('bob@example.com').inspectTree(bytesSource(file))).children;
    assert.equal(child?.facts?.license?.owner, 'alice@example.com');
  });

  it('does not look into what is protected, or is no container', async () => {
    const archive = await zipOf({ 'a.txt': 'a' });
    const request = { name: 'a.zip', policy: FOR_OWNER };
    assert.deepEqual(await lookInto(await engines.protect(archive, request)), []);
    assert.deepEqual(await lookInto(new TextEncoder().encode('PK'), {}, 'a.txt'), []);
    assert.deepEqual(await lookInto(await buildPackage(), {}, 'a.docx'), []);
  });

  it('gives names as they stand there, and uses them for nothing', async () => {
    const name = '../'.repeat(20) + 'etc/passwd';
    const long = `${'Verträge 機密 🔒 '.repeat(20)}.txt`;
    const file = await zipOf({ [name]: 'x', '/absolute': 'x', 'C:\\windows\\a.txt': 'x', [long]: 'x' });
    assert.deepEqual(await lookInto(file), [
      `${name} plain`,
      '/absolute plain',
      'C:/windows/a.txt plain',
      `${long} plain`,
    ]);
  });

  it('goes on behind a file that cannot be read', async () => {
    const broken = await withField(16, 1, 2, 3, 4);
    const file = await zipOf({ 'broken.zip': broken.subarray(0, -30), 'good.txt': 'x' });
    assert.deepEqual(await lookInto(file), ['broken.zip plain', '  stopped CorruptFile', 'good.txt plain']);
  });

  const unreadable: readonly (readonly [what: string, zip: Promise<Uint8Array>, outcome: string])[] = [
    ['is encrypted', withField(8, 1, 0), 'a.bin UnsupportedFormat password'],
    ['is packed by a method nobody knows', withField(10, 99, 0), 'a.bin UnsupportedFormat unknown'],
    ['claims to be empty', withField(24, 0, 0, 0, 0), 'a.bin CorruptFile'],
    ['claims to be smaller', withField(24, 9, 0, 0, 0), 'a.bin CorruptFile'],
    ['lies outside of the archive', withField(42, 0, 0, 0, 0x70), 'a.bin CorruptFile'],
  ];
  for (const [what, zip, expected] of unreadable) {
    it(`says that a file cannot be read that ${what}`, async () => {
      assert.deepEqual(await lookInto(await zip), [expected]);
    });
  }

  it('looks no deeper than it may', async () => {
    const file = await nested(5, new TextEncoder().encode('x'));
    assert.deepEqual(await lookInto(file, { containerDepth: 2 }), [
      '4.zip plain',
      '  3.zip plain',
      '    stopped LimitReached containerDepth',
    ]);
  });

  it('looks at no more files than it may, in all', async () => {
    const inner = await zipOf({ a: '1', b: '2', c: '3' });
    assert.deepEqual(await lookInto(await zipOf({ 'x.zip': inner, 'y.zip': inner }), { containedFiles: 6 }), [
      'x.zip plain',
      '  a plain',
      '  b plain',
      '  c plain',
      'y.zip plain',
      '  a plain',
      '  stopped LimitReached containedFiles',
    ]);
  });

  it('unpacks no more than a multiple of the file, in all', async () => {
    // Archives are read whole, so each of them costs what it unpacks to.
    const bomb = await zipOf({ 'a.zip': await stuffed(), 'b.zip': await stuffed(), 'c.zip': await stuffed() });
    const limits = { inflatedBytes: 3_000_000, expansionRatio: 10 };
    assert.deepEqual(await lookInto(bomb, limits), [
      'a.zip plain',
      '  a.bin plain',
      'b.zip plain',
      '  stopped LimitReached expansionRatio',
      'stopped LimitReached expansionRatio',
    ]);
  });

  it('unpacks no more of one file than it may', async () => {
    assert.deepEqual(await lookInto(await zipOf({ 'a.zip': await stuffed() }), { inflatedBytes: 1_000_000 }), [
      'a.zip plain',
      '  stopped LimitReached inflatedBytes',
    ]);
    const { deflateSync } = await import('node:zlib');
    const attached = withAttachments(['a.bin', text(deflateSync(ZEROS)), '/Filter/FlateDecode']);
    assert.deepEqual(await lookInto(attached, { inflatedBytes: 1_000_000 }, 'a.pdf'), [
      'a.bin LimitReached inflatedBytes',
    ]);
  });

  it('unpacks only the beginning of what is no container', async () => {
    const file = await zipOf({ 'zeros.bin': ZEROS, 'more.bin': ZEROS });
    assert.deepEqual(await lookInto(file, { inflatedBytes: 100_000, expansionRatio: 1 }), [
      'zeros.bin plain',
      'more.bin plain',
    ]);
  });

  it('tells no more than it may', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${'x'.repeat(1000)}${index}`, 'x']));
    const told = await lookInto(await zipOf(files), { reportBytes: 10_000 });
    assert.ok(told.length < 20);
    assert.equal(told.at(-1), 'stopped LimitReached reportBytes');
  });

  it('leaves nothing on the disk, and stops when the signal fires', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('.rightsmith-'));
    const engine = new RightsEngine({ formats: [pfile()], limits: { spoolMemoryBytes: 1000 } });
    const source = bytesSource(await zipOf({ 'a.zip': await stuffed() }));
    assert.equal((await engine.inspectTree(source)).children.length, 1);
    await assert.rejects(engine.inspectTree(source, { signal: AbortSignal.abort() }), { code: 'Aborted' });
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('.rightsmith-'));
    assert.deepEqual(after, before);
  });
});

/** An archive whose one file is stored as it is, so that it packs well itself. */
async function stuffed(): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip');
  return new JSZip().file('a.bin', ZEROS).generateAsync({ type: 'uint8array', compression: 'STORE' });
}
