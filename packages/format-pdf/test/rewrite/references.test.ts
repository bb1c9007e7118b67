import assert from 'node:assert/strict';
import { bytesSource, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { ONE_PAGE, buildPdf } from '../support/build-pdf.js';
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
