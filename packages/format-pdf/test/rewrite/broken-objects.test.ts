import assert from 'node:assert/strict';
import { bytesSource, memorySink, type WarningCode } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { buildPdf, latin1, ONE_PAGE, onePageWith, stream } from '../support/build-pdf.js';
import { innerOf } from '../support/forms.js';
import { objectsOf } from '../support/objects.js';
import { openPdf } from '../support/open-pdf.js';
import { objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';
import { LICENSE, testCipher, unwrapped, wrapped } from '../support/round-trip.js';
import { watchedContext } from '../support/watched-context.js';

const BROKEN: Readonly<Record<string, string>> = {
  'a dictionary without an end': '<</A(text)',
  'an array without an end': '[1 2 3',
  'a bracket in place of a value': ']',
  'a stream without an end': '<</Length 3>>\nstream\nabc\n%',
};

/** `endobj` is missing too where it would end the stream. */
function withBroken(object: string, trailer = ''): Uint8Array {
  const file = buildPdf({ objects: [...ONE_PAGE, object, '(whole)'], trailer });
  const text = Buffer.from(file).toString('latin1').replace('%\nendobj', '%\nnoend!');
  return latin1(text);
}

const warningsOf = async (
  work: (context: ReturnType<typeof watchedContext>) => Promise<unknown>,
): Promise<WarningCode[]> => {
  const context = watchedContext();
  await work(context);
  return context.warnings;
};

describe('a broken object', () => {
  for (const [title, object] of Object.entries(BROKEN)) {
    it(`to which nothing refers is left out, with a warning: ${title}`, async () => {
      const plain = withBroken(object);
      let file = new Uint8Array();
      assert.deepEqual(
        await warningsOf(async (context) => {
          file = new Uint8Array(await wrapped(plain, { context }));
        }),
        ['object-dropped'],
      );
      const objects = await objectsOf(await unwrapped(file));
      assert.equal(objects['4'], undefined);
      assert.equal(objects['5'], '(whole)');
    });

    it(`to which something refers ends in an error: ${title}`, async () => {
      await assert.rejects(wrapped(withBroken(object, '/Kept 4 0 R')), { code: 'CorruptFile' });
    });
  }

  it('to which something in an object stream refers ends in an error', async () => {
    const fileWith = (member: string): Uint8Array => {
      const file = new RawPdf();
      const { data, entries } = objectStream({ 3: member });
      const catalog = file.object(1, '<</Type/Catalog/Pages 3 0 R>>');
      const container = file.object(5, rawStream(entries, data));
      const broken = file.object(6, '<</A(text)');
      const rows = [
        [0, 0, 0],
        [1, catalog, 0],
        [0, 0, 0],
        [2, 5, 0],
        [0, 0, 0],
        [1, container, 0],
        [1, broken, 0],
        [1, file.text.length, 0],
      ];
      const table = Uint8Array.from(
        rows.flatMap(([kind = 0, place = 0, index = 0]) => [kind, place >> 8, place & 255, index]),
      );
      return file.end(file.object(7, rawStream('/Type/XRef/W[1 2 1]/Size 8/Root 1 0 R', table)));
    };
    await assert.rejects(wrapped(fileWith('[6 0 R]')), { code: 'CorruptFile' });
    assert.equal(
      await (await openPdf(await unwrapped(await wrapped(fileWith('[(6 0 R)/6 0 R%6 0 R\n]'))))).object(6),
      undefined,
    );
  });

  it('does not keep anybody from inspecting, opening and relicensing a protected file', async () => {
    const plain = onePageWith('(whole)', '[(text)]');
    const inner = Buffer.from(await innerOf(await wrapped(plain))).toString('latin1');
    const damaged = latin1(inner.replace(/(5 0 obj\n\[[^]*?)\]\nendobj/, '$1 \nendobj'));
    assert.notEqual(Buffer.from(damaged).toString('latin1'), inner);
    const { container } = await pdf().inspect(bytesSource(damaged), {});
    assert.equal(container['objects'], 6);
    const renewed = memorySink();
    await pdf().relicense?.(bytesSource(damaged), LICENSE, renewed, {});
    for (const file of [damaged, renewed.bytes()]) {
      const objects = await objectsOf(await unwrapped(file));
      assert.deepEqual([objects['4'], objects['5']], ['(whole)', undefined]);
    }
  });
});

describe('what was never encrypted in a protected file', () => {
  const PLAIN = onePageWith('<</A<414243>>>', stream('q Q'), '(other)');
  const cases: Readonly<Record<string, (inner: string) => string>> = {
    'a string': (inner) => inner.replace(/\/A<[0-9a-f]{32}>/, `/A<414243${' '.repeat(26)}>`),
    'a stream': (inner) =>
      inner.replace(/\/Length 16>>\nstream\n[^]{16}/, `/Length 03>>\nstream\nq Q${' '.repeat(13)}`),
  };
  for (const [title, change] of Object.entries(cases)) {
    it(`counts as damage, unless one is lenient: ${title}`, async () => {
      const inner = Buffer.from(await innerOf(await wrapped(PLAIN))).toString('latin1');
      const file = latin1(change(inner));
      assert.notEqual(Buffer.from(file).toString('latin1'), inner);
      await assert.rejects(unwrapped(file), { code: 'CorruptFile', hint: /lenient/ });
      let opened = new Uint8Array();
      assert.deepEqual(
        await warningsOf(async (context) => {
          const settings = { lenient: true };
          opened = new Uint8Array(await unwrapped(file, testCipher(), { ...context, settings }));
        }),
        ['not-encrypted'],
      );
      const [objects, expected] = [await objectsOf(opened), await objectsOf(PLAIN)];
      assert.deepEqual(
        { ...objects, identifier: '', 5: (objects['5'] ?? '').replace('03', '3') },
        { ...expected, identifier: '' },
      );
    });
  }

  it('is no matter for anything but true and false', async () => {
    const file = await wrapped(PLAIN);
    await assert.rejects(unwrapped(file, testCipher(), { settings: { lenient: 'yes' } }), { code: 'UsageError' });
  });
});

describe('a file that was cut', () => {
  const whole = buildPdf({
    objects: [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>',
      stream('BT (text) Tj ET'),
      '(last)',
    ],
  });
  const before = (text: string): Uint8Array => whole.subarray(0, Buffer.from(whole).indexOf(text));

  it('is not protected when objects are missing', async () => {
    for (const mark of ['3 0 obj', 'endstream', ' Tj']) {
      const context = watchedContext();
      await assert.rejects(wrapped(before(mark), { context }), {
        code: 'CorruptFile',
        message: /was cut: it ends at byte \d+, and object [34], which it refers to/,
        hint: /once more/,
      });
    }
  });

  it('is protected when it has all that it refers to', async () => {
    for (const mark of ['xref\n0', '5 0 obj', '(last)']) {
      const context = watchedContext();
      const objects = await objectsOf(await unwrapped(await wrapped(before(mark), { context })));
      assert.deepEqual(context.warnings, ['cross-reference-rebuilt'], mark);
      assert.match(objects['4'] ?? '', /Length 15/);
    }
  });

  const text = Buffer.from(whole).toString('latin1');
  const damaged: Readonly<Record<string, string>> = {
    'where its cross-reference is damaged': text
      .replace(/4 0 obj[\s\S]*?endobj\n/, '')
      .replace(/startxref\n\d+/, 'startxref\n7'),
    'where its cross-reference names them': text.replace('4 0 obj', 'no object'),
  };
  for (const [title, file] of Object.entries(damaged)) {
    it(`in the middle is protected, with a warning that objects are missing, ${title}`, async () => {
      const context = watchedContext();
      await unwrapped(await wrapped(latin1(file), { context }));
      assert.deepEqual(context.warnings, ['cross-reference-rebuilt', 'objects-missing']);
    });
  }

  it('is none when a reference leads nowhere in a file that is whole', async () => {
    const context = watchedContext();
    await wrapped(buildPdf({ objects: [...ONE_PAGE, '[99 0 R]'] }), { context });
    assert.deepEqual(context.warnings, []);
  });
});
