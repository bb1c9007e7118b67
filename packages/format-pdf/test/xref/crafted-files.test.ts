import assert from 'node:assert/strict';
import { bytesSource, defaultFormatContext, DEFAULT_LIMITS, type ByteSource } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { openDocument } from '../../src/xref/document.js';
import { buildPdf, latin1, ONE_PAGE, onePageWith, stream } from '../support/build-pdf.js';
import { assertSameObjects } from '../support/objects.js';
import { openPdf } from '../support/open-pdf.js';
import { deflated, entry, fields as rowsOf, objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';
import { unwrapped, wrapped } from '../support/round-trip.js';

const MEBIBYTE = 1024 * 1024;
const handler = pdf();

/** A catalog whose form has these fields, and objects from number 4 on. */
function withFields(fields: string, ...objects: readonly string[]): Uint8Array {
  return buildPdf({
    objects: [`<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields ${fields}>>>>`, ...ONE_PAGE.slice(1), ...objects],
  });
}

function counted(bytes: Uint8Array): ByteSource & { readonly taken: number } {
  const source = bytesSource(bytes);
  let taken = 0;
  return {
    size: source.size,
    get taken() {
      return taken;
    },
    read: (offset, length) => {
      taken += Math.min(length, source.size - offset);
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
}

/** Each of these kept an earlier reader busy for ever, or took memory without end: mocha’s own timeout is the watchdog. */
describe('a crafted file', () => {
  it('whose form fields go round in circles is not searched for ever', async () => {
    const circle = withFields('4 0 R', '[<</T(a)/Kids 4 0 R>><</T(b)/Kids 4 0 R>>]');
    assert.deepEqual((await handler.inspect(bytesSource(circle), {})).obstacles, []);
    await assertSameObjects(await unwrapped(await wrapped(circle)), circle);
  });

  it('whose tree of embedded files names one file a million times is not searched for ever', async () => {
    const names = `/Names<</EmbeddedFiles 5 0 R>>/AF 4 0 R`;
    const file = buildPdf({
      objects: [
        `<</Type/Catalog/Pages 2 0 R${names}>>`,
        ...ONE_PAGE.slice(1),
        `[${'6 0 R '.repeat(100_000)}]`,
        `<</Names[${'(a)6 0 R'.repeat(100_000)}]/Kids[${'5 0 R '.repeat(1000)}]>>`,
        '<</Type/Filespec/F(a)>>',
      ],
    });
    const source = counted(file);
    assert.equal((await handler.inspect(source, {})).status, 'plain');
    assert.ok(source.taken < 64 * MEBIBYTE, `${source.taken} bytes read`);
  });

  it('with many bombs ends at the limit of all together', async () => {
    const file = new RawPdf();
    const { data, entries } = objectStream({ 1: '<</T(a)>>' });
    const bomb = deflated(Buffer.concat([data, new Uint8Array(900_000).fill(0x20)]));
    const places = [...Array(8).keys()].map((index) =>
      file.object(20 + index, rawStream(`${entries}/Filter/FlateDecode`, bomb)),
    );
    const fields = places.map((_, index) => `${10 + index} 0 R`).join(' ');
    const catalog = file.object(1, `<</Type/Catalog/AcroForm<</Fields[${fields}]>>>>`);
    const rows = [
      ...Array.from({ length: 28 }, (_, number) => {
        if (number === 1) return [1, catalog, 0];
        if (number >= 20) return [1, places[number - 20] ?? 0, 0];
        return number >= 10 && number < 18 ? [2, number + 10, 0] : [0, 0, 0];
      }),
    ];
    const table = Uint8Array.from(
      rows.flatMap(([kind = 0, place = 0, index = 0]) => [kind, place >> 16, (place >> 8) & 255, place & 255, index]),
    );
    const start = file.object(40, rawStream('/Type/XRef/W[1 3 1]/Size 28/Root 1 0 R', table));
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 1_000_000 };
    await assert.rejects(handler.inspect(bytesSource(file.end(start)), { limits }), {
      code: 'LimitReached',
      limit: 'inflatedBytes',
    });
  });

  it('with thousands of revisions is read at a few kilobytes each', async () => {
    const file = new RawPdf();
    const catalog = file.object(1, '<</Type/Catalog>>');
    let start = file.add(`xref\n0 2\n0000000000 65535 f \n${entry(catalog)}trailer\n<</Size 2/Root 1 0 R>>\n`);
    for (let revision = 0; revision < 5000; revision++) {
      start = file.add(`xref\n0 0\ntrailer\n<</Size 2/Root 1 0 R/Prev ${start}>>\n`);
    }
    const source = counted(file.end(start));
    await openDocument(source, defaultFormatContext({}));
    assert.ok(source.taken < 5000 * 16_384, `${source.taken} bytes read`);
  });

  it('with more revisions than anybody makes is searched instead', async () => {
    const file = new RawPdf();
    const catalog = file.object(1, '<</Type/Catalog>>');
    let start = file.add(`xref\n0 2\n0000000000 65535 f \n${entry(catalog)}trailer\n<</Size 2/Root 1 0 R>>\n`);
    const revisions: string[] = [];
    for (let revision = 0, end = file.text.length; revision < 20_000; revision++) {
      revisions.push(`xref\n0 0\ntrailer\n<</Size 2/Root 1 0 R/Prev ${start}>>\n`);
      start = end;
      end += revisions.at(-1)?.length ?? 0;
    }
    file.text += revisions.join('');
    const { document, object } = await openPdf(file.end(start));
    assert.equal(document.isRebuilt, true);
    assert.equal(await object(1), '<</Type /Catalog>>');
  });

  it('whose streams all end with the file is not searched for each of them again', async () => {
    const streams = Array.from({ length: 100 }, () => '<</T(a)>>\nstream\n');
    const fields = `[${streams.map((_, index) => `${index + 4} 0 R`).join(' ')}]`;
    const file = withFields(fields, ...streams);
    const text = Buffer.from(file)
      .toString('latin1')
      .replaceAll(/stream\n\nendobj/g, 'stream\n\nnoend!');
    const end = text.lastIndexOf('xref\n0');
    const long = `${text.slice(0, end)}${' '.repeat(4 * MEBIBYTE)}endstream\n${text.slice(end)}`;
    const moved = latin1(long.replace(/startxref\n\d+/, `startxref\n${end + 4 * MEBIBYTE + 10}`));
    await assert.rejects(handler.inspect(bytesSource(moved), {}), { code: 'CorruptFile' });
  });

  it('whose objects lie inside each other is not copied once for each of them', async () => {
    const file = new RawPdf();
    const count = 30_000;
    const [catalog, pages] = [
      file.object(1, '<</Type/Catalog/Pages 2 0 R>>'),
      file.object(2, '<</Type/Pages/Count 0>>'),
    ];
    const offsets = Array.from({ length: count }, (_, index) => file.add(`${index + 3} 0 obj(`));
    file.add(')'.repeat(count));
    const table = [catalog, pages, ...offsets].map((offset) => entry(offset)).join('');
    const start = file.add(
      `xref\n0 ${count + 3}\n0000000000 65535 f \n${table}trailer\n<</Size ${count + 3}/Root 1 0 R>>\n`,
    );
    await assert.rejects(wrapped(file.end(start)), { code: 'CorruptFile', message: /inside each other/ });
  });

  it('whose form fields all lie in one value of an object stream is not searched once for each of them', async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => 10 + index);
    const head = `${numbers.map((number) => `${number} 0`).join(' ')} `;
    const data = latin1(`${head}(${'a'.repeat(4 * MEBIBYTE)}`);
    const file = new RawPdf();
    const fields = numbers.map((number) => `${number} 0 R`).join(' ');
    const catalog = file.object(1, `<</Type/Catalog/AcroForm<</Fields[${fields}]>>>>`);
    const entries = `/Type/ObjStm/N 100/First ${head.length}/Filter/FlateDecode`;
    const container = file.object(5, rawStream(entries, deflated(data)));
    const rows = Array.from({ length: 110 }, (_, number) => {
      if (number === 1) return [1, catalog, 0];
      if (number === 5) return [1, container, 0];
      return number >= 10 ? [2, 5, number - 10] : [0, 0, 0];
    });
    const start = file.object(200, rawStream('/Type/XRef/W[1 3 1]/Size 110/Root 1 0 R', rowsOf([1, 3, 1], rows)));
    await assert.rejects(handler.inspect(bytesSource(file.end(start)), {}), {
      code: 'CorruptFile',
      message: /inside each other/,
    });
  });

  it('whose form fields lie inside each other is not read once for each of them', async () => {
    const file = new RawPdf();
    const numbers = Array.from({ length: 40 }, (_, index) => 10 + index);
    const fields = numbers.map((number) => `${number} 0 R`).join(' ');
    const catalog = file.object(1, `<</Type/Catalog/AcroForm<</Fields[${fields}]>>>>`);
    const offsets = numbers.map((number) => file.add(`${number} 0 obj(`));
    file.add(`${'a'.repeat(3 * MEBIBYTE)}${')'.repeat(40)}\nendobj\n`);
    const start = file.add(
      `xref\n0 2\n0000000000 65535 f \n${entry(catalog)}10 40\n${offsets.map((offset) => entry(offset)).join('')}` +
        'trailer\n<</Size 50/Root 1 0 R>>\n',
    );
    await assert.rejects(handler.inspect(bytesSource(file.end(start)), {}), {
      code: 'CorruptFile',
      message: /inside each other/,
    });
  });

  it('with a million values in place of its information is not read into memory', async () => {
    const values = `[${'1 '.repeat(1_000_001)}]`;
    const file = buildPdf({ objects: [...ONE_PAGE, values], trailer: '/Info 4 0 R' });
    await assert.rejects(handler.inspect(bytesSource(file), {}), { code: 'LimitReached', limit: 'objectValues' });
    await assertSameTokens(await unwrapped(await wrapped(file)), values);
  });
});

/** The object of number 4 is too large for being parsed, so its tokens are compared where they stand. */
async function assertSameTokens(file: Uint8Array, tokens: string): Promise<void> {
  const { document } = await openPdf(file);
  const offset = document.entries.offsetOf(4);
  const text = Buffer.from(file.subarray(offset, offset + tokens.length + 20)).toString('latin1');
  assert.ok(text.startsWith(`4 0 obj\n${tokens}\nendobj`));
}

describe('an odd file', () => {
  it('may number its objects far beyond its size', async () => {
    const file = new RawPdf();
    const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R/Far 90000 0 R>>');
    const pages = file.object(2, '<</Type/Pages/Count 0/Kids[]>>');
    const far = file.object(90_000, '(far)');
    const start = file.add(
      `xref\n0 3\n0000000000 65535 f \n${entry(catalog)}${entry(pages)}90000 1\n${entry(far)}trailer\n<</Size 90001/Root 1 0 R>>\n`,
    );
    const plain = file.end(start);
    assert.equal(await (await openPdf(await unwrapped(await wrapped(plain)))).object(90_000), '(far)');
  });

  it('may have an object with more strings than are written at once', async () => {
    const strings = Array.from({ length: 40_000 }, (_, index) => `(string ${index}, (nested) \\${index % 8})`);
    const plain = onePageWith(
      `[${strings.join('')}]`,
      `<</A[${'<414243>'.repeat(50_000)}]/B ${'1 '.repeat(200_000)}>>`,
    );
    await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
  });

  it('may lack its header, if its name and its end say what it is', async () => {
    const plain = buildPdf({ header: '', objects: [...ONE_PAGE, '(text)'] });
    const source = bytesSource(plain);
    assert.equal(await handler.detect(source, {}, {}), undefined);
    assert.deepEqual(await handler.detect(source, { name: 'a.PDF' }, {}), {
      status: 'plain',
      certainty: 'likely',
      reason: 'PDF 1.4',
    });
    assert.equal((await handler.inspect(source, {})).status, 'plain');
    await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
    const text = latin1('startxref\n1\n%%EOF is how a PDF ends');
    assert.equal(await handler.detect(bytesSource(text), { name: 'a.pdf' }, {}), undefined);
  });

  it('may have its filters in other objects', async () => {
    const data = Buffer.from(deflated(latin1('<</T(a)>>'))).toString('latin1');
    const plain = onePageWith(stream(data, '/Filter[5 0 R]'), '/FlateDecode');
    const { document } = await openPdf(plain);
    const object = await document.object(4);
    assert.equal(Buffer.from(await document.streamData(object!)).toString(), '<</T(a)>>');
  });
});
