import assert from 'node:assert/strict';
import { bytesSource, memorySink, RightsEngine } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { buildPdf, latin1, ONE_PAGE, stream } from '../support/build-pdf.js';
import { assertSameObjects } from '../support/objects.js';
import { openPdf } from '../support/open-pdf.js';
import { LICENSE, testCipher, unwrapped, wrapped } from '../support/round-trip.js';
import { watchedContext } from '../support/watched-context.js';

const handler = pdf();

/** A page under a catalog with these entries, and objects from number 4 on. */
function withCatalog(entries: string, ...others: readonly string[]): Uint8Array {
  return buildPdf({ objects: [`<</Type/Catalog/Pages 2 0 R${entries}>>`, ...ONE_PAGE.slice(1), ...others] });
}

const encryptedBy = (dictionary: string): Uint8Array =>
  buildPdf({ objects: [...ONE_PAGE, dictionary], trailer: '/Encrypt 4 0 R/ID[<00><00>]' });

describe('a PDF that cannot be protected', () => {
  const refused: Readonly<Record<string, readonly [file: Uint8Array, reason: string, overridable?: true]>> = {
    'it has a password': [encryptedBy('<</Filter/Standard/V 2/R 3/O(o)/U(u)/P -1>>'), 'password'],
    'it is encrypted for certificates': [encryptedBy('<</Filter/Adobe.PubSec/V 4>>'), 'other-drm'],
    'another program protects it': [encryptedBy('<</Filter/FOPN_foweb/V 1>>'), 'other-drm'],
    'it is encrypted, nobody knows how': [encryptedBy('<<>>'), 'other-drm'],
    'it holds a document that another program protects': [
      withCatalog(
        '/AF[4 0 R]',
        '<</AFRelationship/EncryptedPayload/EF<</F 5 0 R>>/EP<</Subtype/microsoftirmservices>>>>',
        stream('x'),
      ),
      'other-drm',
    ],
    'its flags say that it is signed': [withCatalog('/AcroForm<</SigFlags 3/Fields[]>>'), 'signed', true],
    'it is certified': [withCatalog('/Perms<</DocMDP 4 0 R>>', '<</Type/Sig/Contents<00>>>'), 'signed', true],
    'a field deep in its form is signed': [
      withCatalog(
        '/AcroForm 4 0 R',
        '<</Fields[5 0 R]>>',
        '<</T(a)/Kids[5 0 R 6 0 R]>>',
        '<</FT/Sig/T(b)/V 7 0 R>>',
        '<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>',
      ),
      'signed',
      true,
    ],
    'it is a dynamic form': [
      withCatalog('/NeedsRendering true/AcroForm<</XFA[(template)4 0 R]/Fields[]>>', stream('<xfa/>')),
      'form',
    ],
    'it is a dynamic form in one piece': [
      withCatalog('/NeedsRendering true/AcroForm<</XFA 4 0 R/Fields[]>>', stream('<xfa/>')),
      'form',
    ],
  };
  for (const [title, [file, reason, overridable = false]] of Object.entries(refused)) {
    it(`tells why before anything is made: ${title}`, async () => {
      const { obstacles } = await handler.inspect(bytesSource(file), {});
      assert.deepEqual(
        obstacles.map((obstacle) => [obstacle.reason, obstacle.overridable]),
        [[reason, overridable]],
      );
      const sink = memorySink();
      const envelope = { license: LICENSE, cipher: testCipher(), name: 'a.pdf', labels: [] };
      await assert.rejects(handler.wrap(bytesSource(file), envelope, sink, {}), { code: 'UnsupportedFormat', reason });
      assert.equal(sink.bytes().length, 0);
    });
  }

  it('is protected all the same where it is signed and the caller insists, and its signature stays as it was', async () => {
    const signed = withCatalog(
      '/AcroForm<</SigFlags 3/Fields[4 0 R]>>',
      '<</FT/Sig/V 5 0 R>>',
      '<</Type/Sig/Contents<abcdef>>>',
    );
    const context = watchedContext({ settings: { allowSigned: true } });
    assert.deepEqual((await handler.inspect(bytesSource(signed), context)).obstacles, []);
    const file = await wrapped(signed, { context });
    assert.deepEqual(context.warnings, ['signature-lost']);
    await assertSameObjects(await unwrapped(file), signed);
  });

  it('is named by its header alone: a text that speaks of one is no PDF', async () => {
    const text = latin1('# Notes\nA PDF begins with %PDF-1.7 and ends with %%EOF.\n');
    assert.equal(await handler.detect(bytesSource(text), { name: 'notes.txt' }, {}), undefined);
    assert.equal((await handler.detect(bytesSource(text), { name: 'notes.PDF' }, {}))?.certainty, 'likely');
    await assert.rejects(wrapped(latin1('no header')), { code: 'UnsupportedFormat' });
  });
});

describe('a PDF that can be protected', () => {
  const good: Readonly<Record<string, Uint8Array>> = {
    'a form with a signature field nobody signed': withCatalog(
      '/AcroForm<</SigFlags 1/Fields[4 0 R]>>',
      '<</FT/Sig/T(s)>>',
    ),
    'a static XFA form': withCatalog('/AcroForm<</XFA[(template)4 0 R]/Fields[]>>', stream('<xfa/>')),
    'a form whose fields are a circle': withCatalog(
      '/AcroForm<</Fields[4 0 R]>>',
      '<</Kids[5 0 R]>>',
      '<</Kids[4 0 R]>>',
    ),
    'a file with attachments': withCatalog('/AF[4 0 R]', '<</AFRelationship/Source/EF<</F 5 0 R>>>>', stream('data')),
    'usage rights of older readers': withCatalog('/Perms<</UR3 4 0 R>>', '<</Type/Sig/Contents<00>>>'),
  };
  for (const [title, file] of Object.entries(good)) {
    it(title, async () => {
      assert.deepEqual((await handler.inspect(bytesSource(file), {})).obstacles, []);
      await assertSameObjects(await unwrapped(await wrapped(file)), file);
    });
  }

  it('and was linearized gives a warning', async () => {
    const build = (size: number): Uint8Array =>
      buildPdf({ header: '%PDF-1.4\n', objects: [...ONE_PAGE], trailer: `/Size2 ${String(size).padStart(6)}` });
    const head = (size: number): string =>
      `%PDF-1.4\n4 0 obj\n<</Linearized 1/L ${String(size).padStart(6, '0')}>>\nendobj\n`;
    const text = (size: number): string => {
      const rest = Buffer.from(build(size)).toString('latin1').slice('%PDF-1.4\n'.length);
      const moved = head(size) + rest;
      const shift = head(size).length - '%PDF-1.4\n'.length;
      return moved
        .replace(
          /(\d{10}) 00000 n/g,
          (_, offset: string) => `${String(Number(offset) + shift).padStart(10, '0')} 00000 n`,
        )
        .replace(/xref\n0 4\n/, 'xref\n4 1\n0000000009 00000 n \n0 4\n')
        .replace(/startxref\n(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + shift}`);
    };
    const file = latin1(text(text(0).length));
    const context = watchedContext();
    const opened = await unwrapped(await wrapped(file, { context }));
    assert.deepEqual(context.warnings, ['linearization-lost']);
    await assertSameObjects(opened, file);
  });

  it('and names Crypt filters loses those, so that all readers decrypt it alike', async () => {
    const crypt = '/Filter[/Crypt/ASCIIHexDecode]/DecodeParms[<</Name/Identity>>null]';
    const plain = withCatalog('', stream('61>', crypt), stream('abc', '/Filter/Crypt'));
    const opened = Buffer.from(await unwrapped(await wrapped(plain))).toString('latin1');
    assert.match(opened, /\/Filter \[\/ASCIIHexDecode\]\s*\/DecodeParms \[null\]/);
    assert.match(opened, /\/Filter \[\]/);
    assert.doesNotMatch(opened, /Crypt\b/);
    assert.match(opened, /stream\n61>\nendstream/);
  });

  it('and names Crypt filters in other objects loses those too, and keeps the parameters of the others', async () => {
    const plain = withCatalog(
      '',
      stream('first', '/Filter 8 0 R'),
      stream('61>', '/Filter[9 0 R/ASCIIHexDecode]/DecodeParms 10 0 R'),
      stream('62>', '/Filter 11 0 R'),
      stream('63>', `/Filter[${'/ASCIIHexDecode'.repeat(32)} 9 0 R]`),
      '[/Crypt]',
      '/Crypt',
      '[<</Name/Identity>><</Note(kept)>>]',
      '[/ASCIIHexDecode]',
    );
    const { object } = await openPdf(await unwrapped(await wrapped(plain)));
    assert.equal(await object(4), '<</Length 5 /Filter []>>');
    assert.equal(await object(5), '<</Length 3 /Filter [/ASCIIHexDecode] /DecodeParms [<</Note (kept)>>]>>');
    assert.equal(await object(6), '<</Length 3 /Filter 11 0 R>>');
    // No reader takes so many filters.
    assert.match((await object(7)) ?? '', /ASCIIHexDecode 9 0 R\]/);
  });
});

describe('the settings of a run', () => {
  it('send readers elsewhere, and are checked before anything is made', async () => {
    const plain = buildPdf({ objects: ONE_PAGE });
    const settings = { helpUrl: 'https://example.com/help' };
    assert.match(Buffer.from(await wrapped(plain, { context: { settings } })).toString('latin1'), /example\.com\/help/);
    for (const helpUrl of ['help.html', 'file:///help', 7]) {
      await assert.rejects(handler.inspect(bytesSource(plain), { settings: { helpUrl } }), { code: 'UsageError' });
    }
    assert.throws(() => pdf({ helpUrl: 'javascript:alert(1)' }), { code: 'UsageError' });
  });

  it('reach the handler through the engine', async () => {
    const engine = new RightsEngine({ formats: [pdf()] });
    const signed = withCatalog('/AcroForm<</SigFlags 3/Fields[]>>');
    const settings = { pdf: { allowSigned: true } };
    assert.deepEqual((await engine.inspect(bytesSource(signed), { settings })).facts.obstacles, []);
  });
});
