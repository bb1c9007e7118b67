import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { bytesSource, createContentCipher, DEFAULT_LIMITS, memorySink } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { buildPdf, latin1, ONE_PAGE, onePageWith, stream } from '../support/build-pdf.js';
import { asVersion1, innerOf, version1File, withEncryption } from '../support/forms.js';
import { assertSameObjects } from '../support/objects.js';
import { LICENSE, testCipher, unwrapped, wrapped } from '../support/round-trip.js';
import { watchedContext } from '../support/watched-context.js';

const PLAIN = onePageWith('<</Title(Draft)/Keywords<414243>>>', stream('q Q'));
const OURS = '<</Type/MicrosoftIRMServices/Application(x)>>';
const LICENSE_TEXT = '<?xml version="1.0"?><XrML>é</XrML>';

const handler = pdf();
const file2 = await wrapped(PLAIN);
const inner = await innerOf(file2);
const inner1 = asVersion1(inner, LICENSE_TEXT, 'utf16le');

describe('a protected PDF', () => {
  const forms: Readonly<
    Record<string, readonly [file: Uint8Array, reason: string, version: string, wrapper: string, license: Uint8Array]>
  > = {
    'of version 2': [file2, 'PDF, Microsoft IRM v2', '2', 'version-2', LICENSE],
    'of version 2, alone': [inner, 'PDF, Microsoft IRM without a wrapper', '2', 'none', LICENSE],
    'of version 1': [
      version1File(inner1, OURS),
      'PDF, Microsoft IRM v1',
      '1',
      'version-1',
      Buffer.from(LICENSE_TEXT, 'utf16le'),
    ],
    'of version 1, alone, with its licence in UTF-8': [
      asVersion1(inner, LICENSE_TEXT, 'utf8'),
      'PDF, Microsoft IRM without a wrapper',
      '1',
      'none',
      Buffer.from(`\ufeff${LICENSE_TEXT}`),
    ],
    'of version 4 of the handler': [
      withEncryption(inner, (dictionary) => dictionary.replace('/V 5', '/V 4/EFF/MicrosoftIRMServices')),
      'PDF, Microsoft IRM without a wrapper',
      '2',
      'none',
      LICENSE,
    ],
  };
  for (const [title, [file, reason, version, wrapper, license]] of Object.entries(forms)) {
    it(`is recognised, shown, opened, and not protected again: ${title}`, async () => {
      const source = bytesSource(file);
      assert.deepEqual(await handler.detect(source, {}, {}), { status: 'protected', certainty: 'certain', reason });
      const facts = await handler.inspect(source, {});
      assert.equal(facts.version, version);
      assert.equal(facts.container['wrapper'], wrapper);
      assert.deepEqual(Buffer.from(facts.license ?? []), Buffer.from(license));
      await assertSameObjects(await unwrapped(file), PLAIN);
      await assert.rejects(wrapped(file), { code: 'AlreadyProtected' });
    });

    it(`gets a new licence in a wrapper of version 2: ${title}`, async () => {
      const sink = memorySink();
      const other = latin1('\xef\xbb\xbf<XrML>other</XrML>');
      await handler.relicense?.(bytesSource(file), other, sink, {});
      const facts = await handler.inspect(bytesSource(sink.bytes()), {});
      assert.equal(facts.container['wrapper'], 'version-2');
      assert.deepEqual(Buffer.from(facts.license ?? []), Buffer.from(other));
      await assertSameObjects(await unwrapped(sink.bytes()), PLAIN);
    });
  }

  it('may have junk before its header', async () => {
    const file = Buffer.concat([Buffer.from('junk\n'), await wrapped(PLAIN)]);
    assert.equal((await handler.detect(bytesSource(file), {}, {}))?.status, 'protected');
    await assertSameObjects(await unwrapped(file), PLAIN);
  });

  it('may have its identifier encrypted', async () => {
    const cipher = testCipher();
    const plain = buildPdf({
      objects: ONE_PAGE,
      trailer: '/ID[<000102030405060708090a0b0c0d0e0f><0f0e0d0c0b0a09080706050403020100>]',
    });
    const halves = [...Array(16).keys()].map((index) => index);
    const prefix = (bytes: readonly number[]): Uint8Array => Uint8Array.from([0, 0, 0, 16, ...bytes]);
    const encrypted = await cipher.encryptItems([prefix(halves), prefix(halves.toReversed())]);
    const [one, two] = encrypted.map((bytes) => Buffer.from(bytes).toString('hex'));
    const text = Buffer.from(await innerOf(await wrapped(plain))).toString('latin1');
    const file = latin1(text.replace(/\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/, `/ID[<${one ?? ''}><${two ?? ''}>]`));
    assert.deepEqual((await handler.inspect(bytesSource(file), {})).container['idLengths'], [32, 32]);
    await assertSameObjects(await unwrapped(file), plain);
  });

  it('may leave its metadata clear', async () => {
    const metadata = stream('<xmp/>', '/Type/Metadata/Subtype/XML');
    const objects = ['<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>', ...ONE_PAGE.slice(1), metadata];
    const plain = buildPdf({ objects: [...objects, stream('<other/>', '/Type/Metadata')] });
    const text = Buffer.from(await innerOf(await wrapped(plain))).toString('latin1');
    assert.ok(!text.includes('<xmp/>') && !text.includes('<other/>'));
    // As long as the ciphertext, so that all offsets stay.
    const clear = '<xmp/>'.padEnd(16);
    const start = text.indexOf('stream\n', text.indexOf('/Type/Metadata/Subtype/XML')) + 'stream\n'.length;
    const bytes = latin1(text.slice(0, start) + clear + text.slice(start + clear.length));
    const file = withEncryption(bytes, (dictionary) => dictionary.replace('Metadata true', 'Metadata false'));
    const opened = Buffer.from(await unwrapped(file)).toString('latin1');
    assert.ok(opened.includes(clear) && opened.includes('<other/>'));
  });
});

describe('a protected PDF that is damaged', () => {
  const cases: Readonly<Record<string, readonly [file: Uint8Array, code: string]>> = {
    'whose notice lies about where it begins': [version1File(inner1, OURS, 999_999), 'CorruptFile'],
    'whose notice begins at 0': [version1File(inner1, OURS, 0), 'CorruptFile'],
    'without a licence': [
      withEncryption(inner, (dictionary) => dictionary.replace('/PublishingLicense', '/Nothing')),
      'CorruptFile',
    ],
    'of version 1 with a licence that does not inflate': [
      withEncryption(inner, (dictionary) => dictionary.replace('/MicrosoftIRMVersion 2', '')),
      'CorruptFile',
    ],
    'inside of which is another wrapper': [wrapperAround(file2), 'CorruptFile'],
    'inside of which is a plain document': [wrapperAround(PLAIN), 'CorruptFile'],
    'inside of which is nothing': [wrapperAround(new Uint8Array()), 'UnsupportedFormat'],
  };
  for (const [title, [file, code]] of Object.entries(cases)) {
    it(`is refused: ${title}`, async () => {
      const source = bytesSource(file);
      await assert.rejects(handler.inspect(source, {}), { code });
      await assert.rejects(unwrapped(file), { code });
    });
  }

  it('is refused when its licence is larger than allowed, in version 1 while it is inflated', async () => {
    const limits = { ...DEFAULT_LIMITS, licenseBytes: 20 };
    for (const file of [inner, inner1]) {
      await assert.rejects(handler.inspect(bytesSource(file), { limits }), {
        code: 'LimitReached',
        limit: 'licenseBytes',
      });
    }
  });

  it('is refused when its embedded file inflates beyond the limit', async () => {
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 1000 };
    const file = wrapperAround(new Uint8Array(1_000_000), true);
    await assert.rejects(handler.inspect(bytesSource(file), { limits }), {
      code: 'LimitReached',
      limit: 'inflatedBytes',
    });
  });

  it('is opened all the same, with a warning, when its checksum is wrong', async () => {
    const text = Buffer.from(await wrapped(PLAIN)).toString('latin1');
    const file = latin1(text.replace(/\n<[0-9a-f]{32}>\n/, `\n<${'0'.repeat(32)}>\n`));
    const context = watchedContext();
    await handler.inspect(bytesSource(file), context);
    assert.deepEqual(context.warnings, ['checksum-mismatch']);
    await assertSameObjects(await unwrapped(file), PLAIN);
  });

  it('is refused under another key, and in another mode', async () => {
    const file = await wrapped(PLAIN);
    const wrongKey = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
    await assert.rejects(unwrapped(file, wrongKey), { code: 'CorruptFile' });
    await assert.rejects(unwrapped(file, testCipher('ECB')), { code: 'CorruptFile' });
  });
});

/** A wrapper by hand with these bytes in it. */
function wrapperAround(payload: Uint8Array, isBomb = false): Uint8Array {
  const data = isBomb ? new Uint8Array(deflateSync(payload)) : payload;
  return buildPdf({
    objects: [
      '<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>',
      ...ONE_PAGE.slice(1),
      '<</Type/Filespec/AFRelationship/EncryptedPayload/EF<</F 5 0 R>>/EP<</Subtype/MicrosoftIRMServices>>>>',
      stream(Buffer.from(data).toString('latin1'), isBomb ? '/Filter/FlateDecode' : ''),
    ],
  });
}
