import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { bytesSource, memorySink, verifyLicense } from '@rightsmith/core';
import { pdf } from '@rightsmith/format-pdf';
import { corpusFile, corpusPath, describeWithCorpus } from '../../../test/support/corpus.js';
import { testCipher } from './support/round-trip.js';
import { watchedContext } from './support/watched-context.js';

const NAME = 'pdf/90-microsoft-irm-v2.pdf';
const handler = pdf();

describeWithCorpus('the PDF that Microsoft’s software protected', () => {
  const source = bytesSource(existsSync(corpusPath(NAME)) ? corpusFile(NAME) : new Uint8Array());

  it('is detected for certain', async () => {
    assert.deepEqual(await handler.detect(source, {}, {}), {
      status: 'protected',
      certainty: 'certain',
      reason: 'PDF, Microsoft IRM v2',
    });
  });

  it('shows all of both documents that is in the clear', async () => {
    const context = watchedContext();
    const { status, version, container, originalExtension, obstacles } = await handler.inspect(source, context);
    assert.deepEqual(context.warnings, []);
    assert.deepEqual({ status, version, originalExtension, obstacles }, FACTS);
    assert.deepEqual(container, CONTAINER);
  });

  it('holds the label in the clear', async () => {
    const { labels } = await handler.inspect(source, {});
    const [label] = labels;
    assert.equal(labels.length, 1);
    assert.ok(label);
    assert.equal(sha256(label.id), '72637b1dcc744066b59b85b0791441006fc1618a2a5c750a7c0e5c4fcdbc3fb5');
    assert.equal(sha256(label.tenantId), '2ae8f8066baab9e36c122f5eb5425f33ab2f5ffbea767ea5a7d9f82de680faec');
    assert.equal(sha256(label.name), '015d2e68e054d98515955a0cb3c2aedeaf427b7ff93cc8dc0b2bb10c39d7e6bb');
    assert.deepEqual(label.properties, {
      Enabled: 'True',
      SetDate: '2023-06-13T20:21:31Z',
      Extended_MSFT_Method: 'Standard',
    });
  });

  it('holds a licence that verifies, byte for byte as the corpus has it', async () => {
    const { license } = await handler.inspect(source, {});
    assert.equal(verifyLicense(license!).valid, true);
    assert.deepEqual(Buffer.from(license!), Buffer.from(corpusFile('licenses/tika-pdf-pl.xml')));
  });

  it('is refused under another key before any object is written', async () => {
    const sink = memorySink();
    await assert.rejects(handler.unwrap(source, testCipher(), sink, {}), { code: 'CorruptFile' });
    assert.doesNotMatch(Buffer.from(sink.bytes()).toString('latin1'), /obj/);
  });

  it('is refused when it is to be protected again', async () => {
    const envelope = { license: new Uint8Array(), cipher: testCipher(), name: 'a.pdf', labels: [] };
    const sink = memorySink();
    await assert.rejects(handler.wrap(source, envelope, sink, {}), { code: 'AlreadyProtected' });
    assert.equal(sink.bytes().length, 0);
  });

  it('keeps its document and labels under a new licence', async () => {
    const license = new TextEncoder().encode('\ufeff<XrML/>');
    const sink = memorySink();
    await handler.relicense!(source, license, sink, {});
    const renewed = await handler.inspect(bytesSource(sink.bytes()), {});
    const original = await handler.inspect(source, {});
    assert.deepEqual(Buffer.from(renewed.license!), Buffer.from(license));
    assert.deepEqual(renewed.labels, original.labels);
    const { objects, objectStreams, encryptedStreams, idLengths } = CONTAINER;
    const { container } = renewed;
    assert.deepEqual(
      [container['objects'], container['objectStreams'], container['encryptedStreams'], container['idLengths']],
      [objects, objectStreams, encryptedStreams, idLengths],
    );
  });
});

const FACTS = { status: 'protected', version: '2', originalExtension: '.pdf', obstacles: [] };

/** pdf-irm.md §2.3, §3.1 and §3.5. Two of the 67 encrypted streams are marked free, so 65 count. */
const CONTAINER = {
  headerVersion: '2.0',
  wrapper: 'version-2',
  encryptedPayload: { subtype: 'MicrosoftIRMServices', version: 2 },
  payload: {
    headerVersion: '1.7',
    size: 266_308,
    md5: 'dee2cef1f24d62115596eb31a25b6278',
    statedSize: 266_308,
    statedMd5: 'dee2cef1f24d62115596eb31a25b6278',
  },
  encryption: {
    V: 5,
    CF: ['MicrosoftIRMServices'],
    StmF: 'MicrosoftIRMServices',
    StrF: 'MicrosoftIRMServices',
    EncryptMetadata: true,
    MicrosoftIRMVersion: 2,
    licenseLength: 76_610,
  },
  objects: 471,
  objectStreams: 8,
  encryptedStreams: 65,
  idLengths: [32, 32],
};

function sha256(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
