import assert from 'node:assert/strict';
import { bytesSource, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { valueText } from '../../src/lex/write-value.js';
import { ONE_PAGE, buildPdf, latin1, onePageWith } from '../support/build-pdf.js';
import { innerOf } from '../support/forms.js';
import { assertSameObjects } from '../support/objects.js';
import { openPdf } from '../support/open-pdf.js';
import { objectStream, RawPdf, rawStream } from '../support/raw-pdf.js';
import { LICENSE, testCipher, unwrapped, wrapped } from '../support/round-trip.js';

/** A file with an object stream, whose catalog refers to its cross-reference stream (7) and to objects that are not there. */
function dangling(): Uint8Array {
  const file = new RawPdf();
  const catalog = file.object(1, '<</Type/Catalog/Pages 2 0 R/Lost[4 0 R 6 0 R 8 0 R 9 0 R]>>');
  const pages = file.object(2, '<</Type/Pages/Count 0/Kids[]>>');
  const { data, entries } = objectStream({ 3: '(three)' });
  const container = file.object(5, rawStream(entries, data));
  const rows = [
    [0, 0, 0],
    [1, catalog, 0],
    [1, pages, 0],
    [2, 5, 0],
    [0, 0, 0],
    [1, container, 0],
    [0, 0, 0],
    [1, file.text.length, 0],
  ];
  const table = Uint8Array.from(
    rows.flatMap(([kind = 0, place = 0, index = 0]) => [kind, place >> 8, place & 255, index]),
  );
  const start = file.object(7, rawStream('/Type/XRef/W[1 2 1]/Size 8/Root 1 0 R', table));
  return file.end(start);
}

describe('a file that is written anew', () => {
  it('has nothing where references of the original lead nowhere', async () => {
    const { object } = await openPdf(await unwrapped(await wrapped(dangling())));
    for (const number of [4, 6, 8, 9]) assert.equal(await object(number), undefined, String(number));
    assert.equal(await object(3), '(three)');
  });

  it('does not grow by being protected and opened again', async () => {
    const once = await unwrapped(await wrapped(dangling()));
    const twice = await unwrapped(await wrapped(once));
    assert.deepEqual(twice, once);
  });

  it('has a table where nothing is compressed, and a stream of version 1.5 otherwise', async () => {
    const plain = Buffer.from(await unwrapped(await wrapped(buildPdf({ header: '%PDF-1.3\n', objects: ONE_PAGE }))));
    assert.match(plain.toString('latin1'), /^%PDF-1\.3\n[^]*\nxref\n0 4\n[^]*trailer\n<</);
    const old = Buffer.from(Buffer.from(dangling()).toString('latin1').replace('%PDF-1.7', '%PDF-1.2'), 'latin1');
    const compressed = Buffer.from(await unwrapped(await wrapped(old))).toString('latin1');
    assert.match(compressed, /^%PDF-1\.5\n/);
    assert.doesNotMatch(compressed, /\nxref\n|trailer/);
  });

  it('moves what a trailer holds in strings into objects, so that none of it lies in the clear', async () => {
    const secrets = '/Info<</Title(a secret)>>/Vendor(a secret)/List[1<</A[<6120736563726574>]>>]';
    const plain = buildPdf({ objects: ONE_PAGE, trailer: `${secrets}/Sum/ABC/ID[(one)(two)]` });
    const direct = Buffer.from(plain)
      .toString('latin1')
      .replace('/Root 1 0 R', '/Root<</Type/Catalog/Pages 2 0 R/Lang(a secret)>>');
    for (const file of [plain, latin1(direct)]) {
      const inner = await innerOf(await wrapped(file));
      assert.doesNotMatch(Buffer.from(inner).toString('latin1'), /secret|6120736563726574/);
      const { document, object } = await openPdf(await unwrapped(await wrapped(file)));
      const valueOf = async (key: string): Promise<string> => valueText(await document.get(document.trailer.get(key)));
      assert.deepEqual(
        [
          await valueOf('Info'),
          await valueOf('Vendor'),
          await valueOf('List'),
          await valueOf('Sum'),
          await valueOf('ID'),
        ],
        ['<</Title (a secret)>>', '(a secret)', '[1 <</A [(a secret)]>>]', '/ABC', '[(one) (two)]'],
      );
      assert.match(await valueOf('Root'), file === plain ? /Pages 2 0 R/ : /Lang \(a secret\)/);
      assert.equal(await object(3), '<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>');
    }
  });

  it('writes one length where there were several, because readers differ in which one they take', async () => {
    const plain = onePageWith('<</Length 1/Filter/AHx/Length 3>>\nstream\n61>\nendstream');
    for (const file of [await innerOf(await wrapped(plain)), await unwrapped(await wrapped(plain))]) {
      const [dictionary = ''] = /4 0 obj[^]*?stream/.exec(Buffer.from(file).toString('latin1')) ?? [];
      assert.equal(dictionary.split('/Length').length, 2, dictionary);
    }
    await assertSameObjects(await unwrapped(await wrapped(plain)), plain);
  });

  it('keeps what else a trailer holds, and drops what belonged to the old file', async () => {
    const trailer = '/Info 3 0 R/DocChecksum/ABC/Vendor(text)/Prev 0/XRefStm 0/ID[<01><02>]';
    const { document } = await openPdf(await unwrapped(await wrapped(buildPdf({ objects: ONE_PAGE, trailer }))));
    assert.deepEqual([...document.trailer.keys()].sort(), ['DocChecksum', 'ID', 'Info', 'Root', 'Size', 'Vendor']);
  });

  it('makes an identifier for the encrypted document where there is none', async () => {
    const sink = memorySink();
    const envelope = { license: LICENSE, cipher: testCipher(), name: 'a.pdf', labels: [] };
    const plain = bytesSource(buildPdf({ objects: ONE_PAGE }));
    await pdf().wrap(plain, envelope, sink, { random: { bytes: (length) => new Uint8Array(length).fill(7) } });
    const { container } = await pdf().inspect(bytesSource(sink.bytes()), {});
    assert.deepEqual(container['idLengths'], [16, 16]);
  });
});
