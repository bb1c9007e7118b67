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
