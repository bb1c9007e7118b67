import assert from 'node:assert/strict';
import { constants, createDeflate } from 'node:zlib';
import { bytesSource, DEFAULT_LIMITS } from '@rightsmith/core';
import { readViewerContent } from '@rightsmith/format-ooxml';
import { writeDataSpaceMap } from '../../src/data-spaces/data-space-map.js';
import { writeDefinition } from '../../src/data-spaces/definition.js';
import { concat, uint32 } from '../../src/data-spaces/fields.js';
import { TRANSFORMS, writeTransformHeader } from '../../src/data-spaces/transform.js';
import { withStreams } from '../support/containers.js';
import { placeholderFile } from '../support/placeholder-files.js';
import { cipherOf, inspected, unwrapped, wrapped } from '../support/protecting.js';

const document = placeholderFile('doc');
const rendering = new TextEncoder().encode('MIME-Version: 1.0\r\n'.repeat(700));

/** The zlib blocks of ooxml-irm.md §8.6: one stream, flushed at the end of each block, never ended. */
async function compressed(content: Uint8Array): Promise<Uint8Array> {
  const deflate = createDeflate({ level: 9 });
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += 4096) {
    const piece = content.subarray(start, start + 4096);
    const packed: Buffer[] = [];
    deflate.on('data', (chunk: Buffer) => packed.push(chunk));
    deflate.write(piece);
    await new Promise<void>((resolve) => {
      deflate.flush(constants.Z_SYNC_FLUSH, resolve);
    });
    deflate.removeAllListeners('data');
    const bytes = concat(packed);
    blocks.push(concat([uint32(0xfa0), uint32(piece.length), uint32(bytes.length), bytes]));
  }
  deflate.destroy();
  return concat(blocks);
}

/** A protected document with this viewer content, as Office 2003 may have written it. */
async function withViewer(content: Uint8Array): Promise<Uint8Array> {
  const cipher = cipherOf('ECB');
  const filled = concat([content, new Uint8Array((16 - (content.length % 16)) % 16)]);
  const dataSpaces = '\u0006DataSpaces';
  return withStreams(await wrapped(document, { cipher }), {
    [`${dataSpaces}/DataSpaceMap`]: writeDataSpaceMap([
      { stream: '\tDRMViewerContent', dataSpace: '\tLZXDRMDataSpace' },
      { stream: '\tDRMContent', dataSpace: '\tDRMDataSpace' },
    ]),
    [`${dataSpaces}/DataSpaceInfo/\tLZXDRMDataSpace`]: writeDefinition(['\tDRMTransform', '\tLZXTransform']),
    [`${dataSpaces}/TransformInfo/\tLZXTransform/\u0006Primary`]: writeTransformHeader(TRANSFORMS.compression),
    '\tDRMViewerContent': concat([
      uint32(content.length),
      uint32(0),
      content.length === 0 ? filled : await cipher.encrypt(0, filled, false),
    ]),
  });
}

const read = (file: Uint8Array, metadataBytes = DEFAULT_LIMITS.metadataBytes): Promise<Uint8Array | undefined> =>
  readViewerContent(bytesSource(file), cipherOf('ECB'), { limits: { ...DEFAULT_LIMITS, metadataBytes } });

describe('readViewerContent', () => {
  it('gives the rendering beside a document, which opens all the same', async () => {
    const file = await withViewer(await compressed(rendering));
    assert.deepEqual(await read(file), new Uint8Array(rendering));
    assert.deepEqual((await unwrapped(file, { cipher: cipherOf('ECB') })).value, document);
    assert.equal((await inspected(file)).value.container['hasViewerContent'], true);
  });

  it('writes the header of the compression transform in 184 bytes', () => {
    assert.equal(writeTransformHeader(TRANSFORMS.compression).length, 184);
  });

  it('gives nothing where there is none', async () => {
    assert.equal(await read(await wrapped(document, { cipher: cipherOf('ECB') })), undefined);
  });

  it('says that it does not know a compression', async () => {
    await assert.rejects(read(await withViewer(new Uint8Array(100).fill(0x4c))), { code: 'UnsupportedFormat' });
  });

  it('refuses what is cut or damaged, and what unpacks to more than its limit', async () => {
    const whole = await compressed(rendering);
    await assert.rejects(read(await withViewer(whole.subarray(0, -3))), { code: 'CorruptFile' });
    const damaged = whole.slice().fill(0xff, 12, 20);
    await assert.rejects(read(await withViewer(damaged)), { code: 'CorruptFile' });
    await assert.rejects(read(await withViewer(whole), 5000), { code: 'LimitReached' });
    const lying = whole.slice();
    lying.set([1, 0], 4);
    await assert.rejects(read(await withViewer(lying)), { code: 'CorruptFile' });
  });
});
