import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '@rightsmith/core';
import { buildPdf, latin1, ONE_PAGE, onePageWith, stream } from '../support/build-pdf.js';
import { openPdf } from '../support/open-pdf.js';
import { deflated, entry, objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';
import { unwrapped, wrapped } from '../support/round-trip.js';
import { assertSameObjects } from '../support/objects.js';

/** Objects from number 4 on, the first of them a stream. */
const DATA = 4;

describe('the data of a stream', () => {
  const cases: Readonly<Record<string, readonly [object: string, data: string, ...others: string[]]>> = {
    'with its length': [stream('abc'), 'abc'],
    empty: [stream(''), ''],
    'with a length that is too large': ['<</Length 99>>\nstream\nabc\nendstream', 'abc\n'],
    'with a length that is too small': ['<</Length 1>>\nstream\nabc\nendstream', 'abc\n'],
    'with a length below 0': ['<</Length -1>>\nstream\nabc\nendstream', 'abc\n'],
    'with a length without end': [`<</Length ${'9'.repeat(40)}>>\nstream\nabc\nendstream`, 'abc\n'],
    'without a length': ['<<>>\nstream\nabc\nendstream', 'abc\n'],
    'with a key for a length that has no value': ['<</Length>>\nstream\nabc\nendstream', 'abc\n'],
    'with a length that is another object': ['<</Length 5 0 R>>\nstream\nabc\nendstream', 'abc', '3'],
    'with a length that is no number': ['<</Length 5 0 R>>\nstream\nabc\nendstream', 'abc\n', '(three)'],
    'with a length that is itself': ['<</Length 4 0 R>>\nstream\nabc\nendstream', 'abc\n'],
    'with lengths that are each other': [
      '<</Length 5 0 R>>\nstream\nabc\nendstream',
      'abc\n',
      '<</Length 4 0 R>>\nstream\nde\nendstream',
    ],
    'with a length that is not there': ['<</Length 77 0 R>>\nstream\nabc\nendstream', 'abc\n'],
    'behind a carriage return': ['<</Length 3>>\nstream\rabc\nendstream', 'abc'],
    'behind junk in place of a length': ['<<junk 3/A 1>>\nstream\nabc\nendstream', 'abc\n'],
    'behind a vertical tab': ['<</Length 3>>\x0bstream\nabc\nendstream', 'abc'],
    'behind blanks': ['<</Length 3>>\nstream  \r\nabc\nendstream', 'abc'],
    'behind nothing': ['<</Length 3>>\nstream(a)\nendstream', '(a)'],
    'right before its end': ['<</Length 3>>\nstream\nabcendstream', 'abc'],
    'without endstream': ['<</Length 3>>\nstream\nabc', 'abc'],
    'with endstream inside': [stream('a\nendstream\nb'), 'a\nendstream\nb'],
  };
  for (const [title, [object, data, ...others]] of Object.entries(cases)) {
    it(`is found, and comes back: ${title}`, async () => {
      const plain = onePageWith(object, ...others);
      assert.equal(await (await openPdf(plain)).data(DATA), data);
      const back = await unwrapped(await wrapped(plain));
      assert.equal(await (await openPdf(back)).data(DATA), data);
    });
  }

  it('is found where its length stands in an object stream', async () => {
    const file = fileWith({ 4: '3' }, '<</Length 4 0 R>>\nstream\nabc\nendstream');
    assert.equal(await (await openPdf(file)).data(6), 'abc');
    assert.equal(await (await openPdf(await unwrapped(await wrapped(file)))).data(6), 'abc');
  });

  it('is no end for a file: a length that stands in its own object stream', async () => {
    const file = new RawPdf();
    const { data, entries } = objectStream({ 4: '7' });
    file.object(1, '<</Type/Catalog>>');
    file.object(5, `<<${entries}/Length 4 0 R>>\nstream\n${Buffer.from(data).toString('latin1')}\nendstream`);
    assert.equal(await (await openPdf(file.end('nowhere'))).object(4), '7');
  });
});

/** Catalog, object stream 5 with these members, and an object 6, under a cross-reference stream. */
function fileWith(members: Readonly<Record<number, string>>, object: string, head?: string): Uint8Array {
  const file = new RawPdf();
  const { data, entries } = objectStream(members);
  const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R>>');
  const pages = file.object(2, '<</Type/Pages/Count 0/Kids[]>>');
  const container = file.object(5, rawStream(head ?? entries, data));
  const other = file.object(6, object);
  const rows = [
    [0, 0, 0],
    [1, catalog, 0],
    [1, pages, 0],
    [2, 5, 1],
    [2, 5, 0],
    [1, container, 0],
    [1, other, 0],
    [1, file.text.length, 0],
  ];
  const table = Uint8Array.from(
    rows.flatMap(([kind = 0, place = 0, index = 0]) => [kind, place >> 8, place & 255, index]),
  );
  const start = file.object(7, rawStream('/Type/XRef/W[1 2 1]/Size 8/Root 1 0 R', table));
  return file.end(start);
}

describe('an object stream that lies', () => {
  it('about the order of its members is searched', async () => {
    const { object } = await openPdf(fileWith({ 3: '(three)', 4: '(four)' }, 'null'));
    assert.deepEqual([await object(3), await object(4)], ['(three)', '(four)']);
  });

  const heads: Readonly<Record<string, string>> = {
    'more members than it has': '/Type/ObjStm/N 999999999999/First 8',
    'no members': '/Type/ObjStm/N 0/First 8',
    'a first offset inside its head': '/Type/ObjStm/N 2/First 3',
    'a first offset behind its end': '/Type/ObjStm/N 2/First 9999',
    'a negative count': '/Type/ObjStm/N -1/First 8',
    'no first offset': '/Type/ObjStm/N 2',
    'a filter it was not made with': '/Type/ObjStm/N 2/First 8/Filter/FlateDecode',
  };
  for (const [title, head] of Object.entries(heads)) {
    it(`is taken for what it holds, and copied as it is: ${title}`, async () => {
      const plain = fileWith({ 3: '(three)', 4: '(four)' }, '(six)', head);
      const { object } = await openPdf(plain);
      assert.equal(await object(6), '(six)');
      const members = [await object(3), await object(4)];
      for (const member of members) assert.match(member ?? 'null', /^(\(three\)|\(four\)|null|\d+)$/);
      await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
    });
  }

  it('and is one of its own members, is none', async () => {
    const file = new RawPdf();
    file.object(1, '<</Type/Catalog>>');
    const { data, entries } = objectStream({ 5: '(itself)' });
    const container = file.object(5, rawStream(entries, data));
    const table = Uint8Array.from([0, 0, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 5, 0, 1, container, 0]);
    const start = file.object(6, rawStream('/Type/XRef/W[1 1 1]/Size 7/Root 1 0 R', table));
    assert.equal(await (await openPdf(file.end(start))).object(5), undefined);
  });

  it('is read where its own entries are other objects', async () => {
    const plain = fileWith({ 3: '(three)', 4: '(four)' }, '8', '/Type/ObjStm/N 2/First 6 0 R');
    assert.equal(await (await openPdf(plain)).object(4), '(four)');
  });
});

describe('a bomb', () => {
  const bomb = deflated(new Uint8Array(3_000_000));
  const limits = { ...DEFAULT_LIMITS, inflatedBytes: 1_000_000 };

  it('of an object stream ends at the limit', async () => {
    const file = new RawPdf();
    file.object(1, '<</Type/Catalog>>');
    file.object(5, rawStream('/Type/ObjStm/N 1/First 8/Filter/FlateDecode', bomb));
    const plain = file.end('nowhere');
    await assert.rejects(openPdf(plain, { limits }), {
      code: 'LimitReached',
      limit: 'inflatedBytes',
      maximum: 1_000_000,
    });
    assert.equal((await openPdf(plain)).document.isRebuilt, true);
  });

  it('of a cross-reference stream ends at the limit', async () => {
    const file = new RawPdf();
    file.object(1, '<</Type/Catalog>>');
    const start = file.object(2, rawStream('/Type/XRef/W[1 2 1]/Size 3/Root 1 0 R/Filter/FlateDecode', bomb));
    await assert.rejects(openPdf(file.end(start), { limits }), { code: 'LimitReached', limit: 'inflatedBytes' });
  });

  it('is none where nothing needs its content', async () => {
    const plain = onePageWith(rawStream('/Filter/FlateDecode', bomb));
    await assertSameObjects(await unwrapped(await wrapped(plain, { context: { limits } })), plain);
  });
});

describe('nesting', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  it('of 100,000 arrays is refused, not followed', async () => {
    await assert.rejects(wrapped(onePageWith(deep)), { code: 'LimitReached', limit: 'nesting' });
  });

  it('of 100,000 arrays in the trailer is refused', async () => {
    const file = new RawPdf();
    const catalog = file.object(1, '<</Type/Catalog>>');
    const start = file.add(
      `xref\n0 2\n0000000000 65535 f \n${entry(catalog)}trailer\n<</Size 2/Root 1 0 R/A ${deep}>>\n`,
    );
    await assert.rejects(openPdf(file.end(start)), { code: 'LimitReached', limit: 'nesting' });
  });

  it('of 400 is copied', async () => {
    const plain = onePageWith(`${'['.repeat(200)}${'<</A '.repeat(200)}(text)${'>>'.repeat(200)}${']'.repeat(200)}`);
    await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
  });
});

describe('what the rules do not foresee', () => {
  const odd: Readonly<Record<string, Uint8Array>> = {
    'keys without a value': onePageWith('<</A/B/C>>', '<</A>>'),
    'keys that stand twice': onePageWith('<</A(one)/A(two)>>', '<</Length 9/Length 3>>\nstream\nabc\nendstream'),
    'stray words': onePageWith('<</A 1 junk(text)/B true more/C[foo(bar)]>>'),
    'brackets of the wrong kind': onePageWith('[1 >> 2 } (text) 3]'),
    'an object without a value': onePageWith(''),
    'an object that is a reference': onePageWith('3 0 R', '5 0 R'),
    'page trees that are circles': onePageWith('<</Type/Pages/Kids[4 0 R 2 0 R]/Parent 4 0 R/Count -5>>'),
    'a comment that holds a string': onePageWith('[% (no string\n(a string)% )\n]'),
  };
  for (const [title, plain] of Object.entries(odd)) {
    it(`is copied as it is: ${title}`, async () => {
      await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
    });
  }

  it('ends in an error where an object has no end', async () => {
    const file = buildPdf({ objects: [...ONE_PAGE, '<</A(text)'], trailer: '/Kept 4 0 R' });
    await assert.rejects(wrapped(file), { code: 'CorruptFile' });
    await assert.rejects(wrapped(latin1('%PDF-1.7\n1 0 obj<</Type/Catalog')), { code: 'CorruptFile' });
  });
});
