import assert from 'node:assert/strict';
import { DEFAULT_LIMITS, defaultFormatContext, labelsInXmp, type Label, type Limits } from '@rightsmith/core';
import { labelEntries } from '../../src/labels/label-entries.js';
import { readLabels } from '../../src/labels/read-labels.js';
import { decodeTextString, encodeTextString } from '../../src/labels/text-string.js';
import { xmpPacket } from '../../src/labels/xmp-packet.js';
import { buildPdf, latin1, ONE_PAGE, stream } from '../support/build-pdf.js';
import { openPdf } from '../support/open-pdf.js';
import { deflated, rawStream } from '../support/raw-pdf.js';

const ID = 'f42aa342-8706-4288-bd11-ebb85995028c';
const OTHER_ID = '1cd2d46c-9a10-4a92-a5c3-5b6b0f9a9c2f';
const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const LABEL: Label = { id: ID, tenantId: TENANT, name: 'Confidential \\ Anyone', properties: { Enabled: 'True' } };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the properties of labels', () => {
  it('are named for label and property', () => {
    assert.deepEqual(labelEntries([LABEL]), [
      [`MSIP_Label_${ID}_SiteId`, TENANT],
      [`MSIP_Label_${ID}_Name`, 'Confidential \\ Anyone'],
      [`MSIP_Label_${ID}_Enabled`, 'True'],
    ]);
  });

  it('are at least one, or nobody would see the label', () => {
    assert.deepEqual(labelEntries([{ id: ID }]), [[`MSIP_Label_${ID}_Enabled`, 'True']]);
  });

  it('are left out where label-aware programs could not read them', () => {
    const properties = { ['x'.repeat(220)]: '1', Long: 'x'.repeat(256), Fits: 'x'.repeat(255) };
    assert.deepEqual(labelEntries([{ id: ID, properties }]), [[`MSIP_Label_${ID}_Fits`, 'x'.repeat(255)]]);
  });
});

describe('a text string', () => {
  const texts = ['', 'Confidential', 'Größe', '機密', '😀', '(\\)', 'a\nb'];
  for (const text of texts) {
    it(`comes back: ${JSON.stringify(text)}`, () => {
      assert.equal(decodeTextString(encodeTextString(text)), text);
    });
  }

  it('is ASCII where that will do, and UTF-16BE behind a mark otherwise', () => {
    assert.deepEqual(Buffer.from(encodeTextString('ab')), Buffer.from('ab'));
    assert.deepEqual(Buffer.from(encodeTextString('ä')), Buffer.from('feff00e4', 'hex'));
  });

  it('is read in each encoding that PDF has', () => {
    assert.equal(decodeTextString(latin1('\xef\xbb\xbf\xc3\xa4')), 'ä');
    assert.equal(decodeTextString(latin1('\xe4')), 'ä');
    assert.equal(decodeTextString(latin1('\xfe\xff\x00\xe4')), 'ä');
    // Half a unit at the end.
    assert.equal(decodeTextString(latin1('\xfe\xff\x00\xe4\x00')), 'ä\ufffd');
  });
});

describe('an XMP packet', () => {
  it('holds the labels so that they are read again', () => {
    const label = { ...LABEL, name: 'A & B < C > "D"' };
    assert.deepEqual(labelsInXmp(bytesOf(xmpPacket('Title', [label, { ...label, id: OTHER_ID }])), DEFAULT_LIMITS), [
      label,
      { ...label, id: OTHER_ID },
    ]);
  });

  it('leaves out what XML cannot hold, in values and in names', () => {
    const label = {
      id: ID,
      name: 'a\u0000b\u0001c\ufffe\ud800d',
      properties: { 'no name': '1', 'a:b': '2', Fine: '3' },
    };
    assert.deepEqual(labelsInXmp(bytesOf(xmpPacket('<&>', [label])), DEFAULT_LIMITS), [
      { id: ID, name: 'abcd', properties: { Fine: '3' } },
    ]);
  });
});

describe('labels of a document', () => {
  const read = async (file: Uint8Array, limits: Partial<Limits> = {}): Promise<readonly Label[]> => {
    const context = defaultFormatContext({ limits: { ...DEFAULT_LIMITS, ...limits } });
    return readLabels((await openPdf(file, context)).document, context);
  };
  const info = (id: string, name: string): string => `/Info<</Title(x)/MSIP_Label_${id}_Name(${name})>>`;
  const withMetadata = (metadata: string, trailer = ''): Uint8Array =>
    buildPdf({ objects: ['<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>', ...ONE_PAGE.slice(1), metadata], trailer });
  const packet = Buffer.from(xmpPacket('x', [{ id: ID, name: 'from XMP' }])).toString('latin1');

  it('are those of its Info dictionary', async () => {
    const file = buildPdf({ objects: ONE_PAGE, trailer: info(ID, 'Draft') });
    assert.deepEqual(await read(file), [{ id: ID, name: 'Draft' }]);
  });

  it('are found where their values are objects of their own', async () => {
    const file = buildPdf({ objects: [...ONE_PAGE, '(Draft)'], trailer: `/Info<</MSIP_Label_${ID}_Name 4 0 R>>` });
    assert.deepEqual(await read(file), [{ id: ID, name: 'Draft' }]);
  });

  it('are those of its XMP packet too, compressed or not', async () => {
    assert.deepEqual(await read(withMetadata(stream(packet))), [{ id: ID, name: 'from XMP' }]);
    const compressed = rawStream('/Filter/FlateDecode', deflated(latin1(packet)));
    assert.deepEqual(await read(withMetadata(compressed)), [{ id: ID, name: 'from XMP' }]);
  });

  it('are those of Info where both have one, and all others', async () => {
    assert.deepEqual(await read(withMetadata(stream(packet), info(ID, 'from Info'))), [{ id: ID, name: 'from Info' }]);
    assert.deepEqual(await read(withMetadata(stream(packet), info(OTHER_ID, 'from Info'))), [
      { id: OTHER_ID, name: 'from Info' },
      { id: ID, name: 'from XMP' },
    ]);
  });

  const unreadable: Readonly<Record<string, readonly [metadata: string, limits?: Partial<Limits>]>> = {
    'that is no stream': ['(text)'],
    'that is no packet': [stream('text')],
    'that is no XML': [stream('<?xpacket begin=""?><a><?xpacket end="w"?>')],
    'that is compressed in an unknown way': [stream(packet, '/Filter/Unknown')],
    'that is not what its filter says': [stream(packet, '/Filter/FlateDecode')],
    'that is too large': [stream(packet), { metadataBytes: 100 }],
  };
  for (const [title, [metadata, limits]] of Object.entries(unreadable)) {
    it(`are none in metadata ${title}, and no error`, async () => {
      assert.deepEqual(await read(withMetadata(metadata), limits), []);
    });
  }
});
