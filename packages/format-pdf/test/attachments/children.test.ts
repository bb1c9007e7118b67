import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { bytesSource, readExactly } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { buildPdf, latin1, ONE_PAGE, stream } from '../support/build-pdf.js';

/** Name and text of every attachment; the error's code where it cannot be read. */
async function attachmentsOf(file: Uint8Array): Promise<(readonly [name: string, text: string])[]> {
  const found: (readonly [string, string])[] = [];
  for await (const { name, source } of pdf().children!(bytesSource(file), {})) {
    const text = await readExactly(source, 0, source.size, 'attachment').then(
      (bytes) => Buffer.from(bytes).toString('latin1'),
      (error: unknown) => (error as { readonly code: string }).code,
    );
    found.push([name, text]);
    await source.close();
  }
  return found;
}

const [CATALOG = '', PAGES = '', PAGE = ''] = ONE_PAGE;
const specification = (name: string, file: number): string => `<</Type/Filespec${name}/EF<</F ${file} 0 R>>>>`;

describe('the attachments of a PDF', () => {
  it('are found in the tree of names, associated files and annotations, each once', async () => {
    const file = buildPdf({
      objects: [
        '<</Type/Catalog/Pages 2 0 R/AF[6 0 R 7 0 R]/Names<</EmbeddedFiles<</Kids[4 0 R 4 0 R]>>>>>>',
        PAGES,
        PAGE.replace('>>', '/Annots[10 0 R 10 0 R <</Subtype/Link/FS 12 0 R>>]>>'),
        '<</Kids[5 0 R 4 0 R]>>',
        '<</Names[(in the tree)6 0 R (again)6 0 R]>>',
        specification('', 8),
        specification('/F(associated.txt)', 9),
        stream('one'),
        stream('two'),
        '<</Subtype/FileAttachment/FS 11 0 R>>',
        specification('/F(plain)/UF<FEFF6A5F5BC6>', 12),
        stream('three'),
      ],
    });
    assert.deepEqual(await attachmentsOf(file), [
      ['in the tree', 'one'],
      ['associated.txt', 'two'],
      ['機密', 'three'],
    ]);
  });

  it('are inflated, and one that cannot be read does not hide the others', async () => {
    const packed = Buffer.from(deflateSync(Buffer.from('packed text'))).toString('latin1');
    const entries = ['/Filter/FlateDecode', '/Filter[/FlateDecode/FlateDecode]', '/Filter/FlateDecode'];
    const data = [packed, packed, 'no deflate'];
    const file = buildPdf({
      objects: [
        CATALOG.replace('>>', '/AF[4 0 R 6 0 R 8 0 R 10 0 R]>>'),
        PAGES,
        PAGE,
        ...data.flatMap((bytes, index) => [
          specification(`/F(${index})`, 5 + index * 2),
          stream(bytes, entries[index]),
        ]),
        specification('/F(elsewhere)', 99),
      ],
    });
    assert.deepEqual(await attachmentsOf(file), [
      ['0', 'packed text'],
      ['1', 'UnsupportedFormat'],
      ['2', 'CorruptFile'],
    ]);
  });

  it('of a protected PDF are out of reach', async () => {
    const encrypted = '/Encrypt<</Filter/Standard/V 1>>';
    const objects = [CATALOG.replace('>>', '/AF[4 0 R]>>'), PAGES, PAGE, specification('/F(a)', 5), stream('x')];
    assert.deepEqual(await attachmentsOf(buildPdf({ objects })), [['a', 'x']]);
    assert.deepEqual(await attachmentsOf(buildPdf({ objects, trailer: encrypted })), []);
  });

  it('are not read a million times though a file refers to them so often', async () => {
    const references = '(x)5 0 R '.repeat(200_000);
    const objects = [
      '<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 4 0 R>>>>',
      PAGES.replace('3 0 R', '3 0 R 2 0 R'),
      PAGE,
      `<</Names[${references}]/Kids[4 0 R]>>`,
      specification(`/F(${'n'.repeat(100_000)})`, 6),
      stream('x'),
    ];
    assert.equal((await attachmentsOf(buildPdf({ objects }))).length, 1);
  });

  it('of a file that is no PDF are none to list', async () => {
    await assert.rejects(attachmentsOf(latin1('no PDF')), { code: 'UnsupportedFormat' });
  });
});
