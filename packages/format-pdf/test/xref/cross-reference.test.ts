import assert from 'node:assert/strict';
import { latin1 } from '../support/build-pdf.js';
import { openPdf } from '../support/open-pdf.js';
import { deflated, entry, fields, objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';

const CATALOG = '<</Type/Catalog/Pages 2 0 R>>';
const PAGES = '<</Type/Pages/Count 0/Kids[]>>';

/** Catalog and page tree, and a table with these lines for them, written by `lines` from their offsets. */
function tableFile(lines: (catalog: number, pages: number) => string, header?: string): Uint8Array {
  const file = new RawPdf(header);
  const junk = Math.max(0, file.text.indexOf('%PDF'));
  const [catalog, pages] = [file.object(1, CATALOG) - junk, file.object(2, PAGES) - junk];
  const start = file.add(`xref\n${lines(catalog, pages)}trailer\n<</Size 3/Root 1 0 R>>\n`);
  return file.end(start - junk);
}

const HEAD = '0000000000 65535 f \n';

/** A cross-reference stream as the last object, with these encodings of its data. */
function streamFile(
  widths: readonly number[],
  row: (kind: number, place: number) => readonly number[],
  encode: (data: Uint8Array) => readonly [entries: string, data: Uint8Array],
): Uint8Array {
  const file = new RawPdf();
  const [catalog, pages] = [file.object(1, CATALOG), file.object(2, PAGES)];
  const data = fields(widths, [row(0, 0), row(1, catalog), row(1, pages), row(1, file.text.length)]);
  const [entries, encoded] = encode(data);
  const start = file.object(3, rawStream(`/Type/XRef/W[${widths.join(' ')}]/Size 4/Root 1 0 R${entries}`, encoded));
  return file.end(start);
}

const row = (kind: number, place: number): readonly number[] => [kind, place, 0];

/** Rows of `columns` bytes, each behind the number of its PNG predictor: in turn all five. */
function pngRows(data: Uint8Array, columns: number): Uint8Array {
  const rows: number[] = [];
  const at = (index: number): number => (index < 0 ? 0 : (data[index] ?? 0));
  for (let start = 0, type = 0; start < data.length; start += columns, type = (type + 1) % 5) {
    rows.push(type);
    for (let column = 0; column < columns; column++) {
      const index = start + column;
      const left = column === 0 ? 0 : at(index - 1);
      const up = at(index - columns);
      const upLeft = column === 0 ? 0 : at(index - columns - 1);
      rows.push((at(index) - [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][type]! + 256) % 256);
    }
  }
  return Uint8Array.from(rows);
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const nearest = Math.min(...[left, up, upLeft].map((value) => Math.abs(estimate - value)));
  return [left, up, upLeft].find((value) => Math.abs(estimate - value) === nearest) ?? 0;
}

const W: readonly number[] = [1, 2, 1];

describe('a cross-reference', () => {
  const good: Readonly<Record<string, Uint8Array>> = {
    'a table': tableFile((one, two) => `0 3\n${HEAD}${entry(one)}${entry(two)}`),
    'entries of 19 bytes': tableFile((one, two) => `0 3\n${HEAD}${entry(one)}${entry(two)}`.replaceAll(' \n', '\n')),
    'entries of 21 bytes': tableFile((one, two) => `0 3\n${HEAD}${entry(one)}${entry(two)}`.replaceAll(' \n', ' \r\n')),
    'several subsections': tableFile((one, two) => `0 1\n${HEAD}2 1\n${entry(two)}1 1\n${entry(one)}`),
    'numbers that begin with 1 for object 0': tableFile((one, two) => `1 3\n${HEAD}${entry(one)}${entry(two)}`),
    'offsets that count from a late header': tableFile(
      (one, two) => `0 3\n${HEAD}${entry(one)}${entry(two)}`,
      'some junk\r\n%PDF-1.7\n',
    ),
    'a stream': streamFile(W, row, (data) => ['', data]),
    'a compressed stream': streamFile(W, row, (data) => ['/Filter/FlateDecode', deflated(data)]),
    'a stream with abbreviated filters': streamFile(W, row, (data) => [
      '/Filter[/AHx/Fl]',
      latin1(`${Buffer.from(deflated(data)).toString('hex')}>`),
    ]),
    'a stream with PNG predictors': streamFile(W, row, (data) => [
      '/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>',
      deflated(pngRows(data, 4)),
    ]),
    'a stream with a TIFF predictor': streamFile(W, row, (data) => [
      '/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 4>>',
      deflated(data.map((byte, index) => byte - (index % 4 === 0 ? 0 : (data[index - 1] ?? 0)))),
    ]),
    'a stream without the types': streamFile(
      [0, 2, 1],
      (_, place) => [0, place, 0],
      (data) => ['', data],
    ),
    'a stream with wide fields': streamFile([2, 8, 3], row, (data) => ['', data]),
  };
  for (const [title, file] of Object.entries(good)) {
    it(`is read: ${title}`, async () => {
      const { document, warnings, object } = await openPdf(file);
      assert.equal(document.isRebuilt, false);
      assert.deepEqual(warnings, []);
      assert.equal(await object(1), '<</Type /Catalog /Pages 2 0 R>>');
      assert.equal(await object(2), '<</Type /Pages /Count 0 /Kids []>>');
    });
  }

  it('calls an object in use at offset 0 none', async () => {
    const file = tableFile((one, two) => `0 4\n${HEAD}${entry(one)}${entry(two)}${entry(0)}`);
    const { document, object } = await openPdf(file);
    assert.equal(await object(3), undefined);
    assert.equal(document.isRebuilt, false);
  });

  it('has its newest entry and its newest trailer win', async () => {
    const file = new RawPdf();
    const [catalog, pages, old] = [file.object(1, CATALOG), file.object(2, PAGES), file.object(3, '(old)')];
    const first = file.add(`xref\n0 4\n${HEAD}${entry(catalog)}${entry(pages)}${entry(old)}`);
    file.add('trailer\n<</Size 4/Root 1 0 R/Note(old)>>\n');
    const renewed = file.object(3, '(new)');
    const second = file.add(`xref\n3 1\n${entry(renewed)}trailer\n<</Size 4/Root 1 0 R/Prev ${first}>>\n`);
    const { document, object } = await openPdf(file.end(second));
    assert.equal(await object(3), '(new)');
    assert.equal(document.trailer.has('Note'), false);
  });

  it('keeps what a newer revision deleted deleted', async () => {
    const file = new RawPdf();
    const [catalog, pages, old] = [file.object(1, CATALOG), file.object(2, PAGES), file.object(3, '(old)')];
    const first = file.add(`xref\n0 4\n${HEAD}${entry(catalog)}${entry(pages)}${entry(old)}`);
    file.add('trailer\n<</Size 4/Root 1 0 R>>\n');
    const second = file.add(`xref\n3 1\n${entry(0, 1, 'f')}trailer\n<</Size 4/Root 1 0 R/Prev ${first}>>\n`);
    assert.equal(await (await openPdf(file.end(second))).object(3), undefined);
  });

  it('of a hybrid file asks the stream for what the table calls free, before older revisions', async () => {
    const file = new RawPdf();
    const [catalog, pages] = [file.object(1, CATALOG), file.object(2, PAGES)];
    const older = file.object(4, '(older)');
    const first = file.add(`xref\n0 3\n${HEAD}${entry(catalog)}${entry(pages)}4 1\n${entry(older)}`);
    file.add('trailer\n<</Size 5/Root 1 0 R>>\n');
    const { data, entries } = objectStream({ 4: '(hidden)' });
    const container = file.object(5, rawStream(entries, data));
    const stream = file.object(6, rawStream('/Type/XRef/W[1 2 1]/Index[4 1]/Size 7', fields(W, [[2, 5, 0]])));
    const second = file.add(`xref\n4 2\n${entry(0, 0, 'f')}${entry(container)}`);
    file.add(`trailer\n<</Size 7/Root 1 0 R/XRefStm ${stream}/Prev ${first}>>\n`);
    const { document, object } = await openPdf(file.end(second));
    assert.equal(document.isRebuilt, false);
    assert.equal(await object(4), '(hidden)');
  });
});

describe('a file whose cross-reference is damaged is searched for its objects', () => {
  const whole = tableFile((one, two) => `0 3\n${HEAD}${entry(one)}${entry(two)}`);
  const text = Buffer.from(whole).toString('latin1');
  const changed = (from: string | RegExp, to: string): Uint8Array => {
    assert.notEqual(text.replace(from, to), text);
    return latin1(text.replace(from, to));
  };
  const circle = ((): Uint8Array => {
    const file = new RawPdf();
    const [catalog, pages] = [file.object(1, CATALOG), file.object(2, PAGES)];
    const start = file.text.length;
    file.add(`xref\n0 3\n${HEAD}${entry(catalog)}${entry(pages)}trailer\n<</Size 3/Root 1 0 R/Prev ${start}>>\n`);
    return file.end(start);
  })();
  const longCircle = ((): Uint8Array => {
    const file = new RawPdf();
    const [catalog, pages] = [file.object(1, CATALOG), file.object(2, PAGES)];
    const first = file.text.length;
    const section = (prev: number): string =>
      `xref\n0 3\n${HEAD}${entry(catalog)}${entry(pages)}trailer\n<</Size 3/Root 1 0 R/Prev ${String(prev).padStart(6, '0')}>>\n`;
    const second = first + section(0).length;
    file.add(section(second));
    file.add(section(first));
    return file.end(second);
  })();
  const damaged: Readonly<Record<string, Uint8Array>> = {
    'no startxref': changed('startxref', 'startxxxx'),
    'an offset in the middle of a line': changed(/startxref\n\d+/, 'startxref\n20'),
    'an offset behind the end': changed(/startxref\n\d+/, 'startxref\n99999'),
    'an offset of 0': changed(/startxref\n\d+/, 'startxref\n0'),
    'a table that ends early': changed('0 3\n', '0 9\n'),
    'a table of letters': changed(/0000000009/, 'abcdefghij'),
    'a cut end': latin1(text.slice(0, text.indexOf('xref'))),
    'a Prev that is a circle': circle,
    'a Prev that is a circle of two': longCircle,
    'a Prev that is no offset': changed('/Root 1 0 R', '/Root 1 0 R/Prev/None'),
    'a catalog that is not there': changed(entry(9), entry(3)),
    'no endobj': latin1(text.replaceAll('endobj\n', '').replace(/startxref\n\d+/, 'startxref\n1')),
  };
  for (const [title, file] of Object.entries(damaged)) {
    it(title, async () => {
      const { warnings, object } = await openPdf(file);
      assert.equal(await object(1), '<</Type /Catalog /Pages 2 0 R>>');
      assert.equal(await object(2), '<</Type /Pages /Count 0 /Kids []>>');
      assert.deepEqual(warnings, ['cross-reference-rebuilt']);
    });
  }

  it('and the last definition of a number wins, also inside an object stream', async () => {
    const file = new RawPdf();
    file.object(1, CATALOG);
    file.object(2, '(old)');
    file.object(3, '(plain)');
    file.object(2, PAGES);
    const { data, entries } = objectStream({ 3: '(compressed)', 4: '(alone)' });
    file.object(5, rawStream(`${entries}/Filter/FlateDecode`, deflated(data)));
    const { document, object } = await openPdf(file.end('nowhere'));
    assert.deepEqual(
      [await object(2), await object(3), await object(4)],
      ['<</Type /Pages /Count 0 /Kids []>>', '(compressed)', '(alone)'],
    );
    assert.equal(document.isRebuilt, true);
  });

  it('and not inside the data of a stream', async () => {
    const file = new RawPdf();
    file.object(1, CATALOG);
    file.object(2, PAGES);
    file.object(3, rawStream('', latin1('1 0 obj\n(embedded)\nendobj\n')));
    const { object } = await openPdf(file.end('nowhere'));
    assert.equal(await object(1), '<</Type /Catalog /Pages 2 0 R>>');
  });

  it('and an entry that is wrong alone is mended alone', async () => {
    const file = new RawPdf();
    const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R/Other 3 0 R>>');
    const pages = file.object(2, PAGES);
    file.object(3, '(text)');
    const start = file.add(
      `xref\n0 4\n${HEAD}${entry(catalog)}${entry(pages)}${entry(5)}trailer\n<</Size 4/Root 1 0 R>>\n`,
    );
    const { document, object, warnings } = await openPdf(file.end(start));
    assert.equal(await object(3), '(text)');
    assert.equal(document.isRebuilt, false);
    assert.deepEqual(warnings, ['cross-reference-rebuilt']);
  });

  it('but not for an entry that is wrong if nothing refers to it', async () => {
    const file = tableFile((one, two) => `0 4\n${HEAD}${entry(one)}${entry(two)}${entry(5)}`);
    const { document, object, warnings } = await openPdf(file);
    assert.equal(await object(3), undefined);
    await document.mend();
    assert.deepEqual(warnings, []);
  });

  it('and for an object stream, to which nothing refers but its members', async () => {
    const file = new RawPdf();
    const { data, entries } = objectStream({ 3: '(three)' });
    const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R/Other 3 0 R>>');
    const pages = file.object(2, PAGES);
    file.object(5, rawStream(entries, data));
    const rows = [
      [0, 0, 0],
      [1, catalog, 0],
      [1, pages, 0],
      [2, 5, 0],
      [0, 0, 0],
      [1, 7, 0],
    ];
    const table = fields([1, 2, 1], rows);
    const { document, object } = await openPdf(
      file.end(file.object(6, rawStream('/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R', table))),
    );
    await document.mend();
    assert.equal(await object(3), '(three)');
  });

  it('but a file without a catalog is none', async () => {
    const file = new RawPdf();
    file.object(1, '(text)');
    await assert.rejects(openPdf(file.end(1)), { code: 'CorruptFile' });
  });

  for (const [title, object] of [
    ['strings', '1 0 obj ('],
    ['streams', '1 0 obj<<>>stream\n'],
  ] as const) {
    it(`and gives up on one of nothing but ${title} without an end, instead of looking for ever`, async () => {
      await assert.rejects(openPdf(latin1(`%PDF-1.7\n${object.repeat(60_000)}`)), { code: 'CorruptFile' });
    });
  }
});
