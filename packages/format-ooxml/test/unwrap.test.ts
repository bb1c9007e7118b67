import assert from 'node:assert/strict';
import { bytesSource, memorySink } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { compoundFileOf, streamOf, withStreams } from './support/containers.js';
import { buildPackage } from './support/build-package.js';
import { placeholderFile } from './support/placeholder-files.js';
import { cipherOf, unwrapped, wrapped, inspected } from './support/protecting.js';

const docx = await buildPackage();
const file = await wrapped(docx);
const stream = await streamOf(file, 'EncryptedPackage');

/** The container with this protected stream. */
const holding = (content: Uint8Array): Promise<Uint8Array> => withStreams(file, { EncryptedPackage: content });

/** A protected stream that records another length. */
function recording(length: bigint, content: Uint8Array = stream): Uint8Array {
  const changed = content.slice();
  new DataView(changed.buffer).setBigUint64(0, length, true);
  return changed;
}

const longer = (content: Uint8Array, bytes: number): Uint8Array => Uint8Array.of(...content, ...new Uint8Array(bytes));

describe('unwrap', () => {
  it('takes what other writers leave behind the content: stale, missing or other fill', async () => {
    const filled = await cipherOf().encrypt(0, longer(docx, 4096 - docx.length).fill(0x54, docx.length), false);
    const contents = [
      Uint8Array.of(...stream.subarray(0, 8), ...filled),
      stream.subarray(0, 8 + Math.ceil(docx.length / 16) * 16),
      longer(stream, 5),
      longer(stream, 16),
    ];
    for (const content of contents) {
      const { value, warnings } = await unwrapped(await holding(content));
      assert.deepEqual([value, warnings], [docx, []]);
    }
  });

  it('reads padded CBC as it reads filled CBC: the recorded length is enough', async () => {
    const padded = await cipherOf().encrypt(0, docx, true);
    const { value } = await unwrapped(await holding(Uint8Array.of(...stream.subarray(0, 8), ...padded)));
    assert.deepEqual(value, docx);
  });

  it('finds the mode by the content where the licence names another, and says so', async () => {
    for (const [written, named] of [
      ['ECB', 'CBC4K'],
      ['CBC4K', 'ECB'],
    ] as const) {
      const container = await wrapped(docx, { cipher: cipherOf().withMode(written)! });
      const cipher = cipherOf().withMode(named)!;
      const { value, warnings } = await unwrapped(container, { cipher });
      assert.deepEqual([value, warnings], [docx, ['cipher-overridden']], `${written} read as ${named}`);
    }
  });

  it('takes a payload that is protected once more, such as a password-encrypted package', async () => {
    const inner = await compoundFileOf({ EncryptionInfo: new Uint8Array(8), EncryptedPackage: new Uint8Array(5000) });
    const encrypted = await cipherOf().encrypt(0, longer(inner, (4096 - (inner.length % 4096)) % 4096), false);
    const content = recording(BigInt(inner.length), Uint8Array.of(...stream.subarray(0, 8), ...encrypted));
    assert.deepEqual((await unwrapped(await holding(content))).value, inner);
  });

  it('believes the licence in a mail, whose content may be anything', async () => {
    const message = await withStreams(await wrapped(placeholderFile('doc')), {
      WordDocument: undefined,
      '\tDRMContent': Uint8Array.of(
        5,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        ...(await cipherOf().encrypt(0, new Uint8Array(4096), false)),
      ),
    });
    assert.deepEqual((await unwrapped(message)).value, new Uint8Array(5));
  });

  it('warns of a length that leaves more out than fill', async () => {
    const content = longer(stream, 4096);
    const { value, warnings } = await unwrapped(await holding(content));
    assert.deepEqual([value, warnings], [docx, ['content-slack']]);
    assert.deepEqual((await inspected(await holding(content))).warnings, ['content-slack']);
  });

  const blocks = Math.ceil(docx.length / 16) * 16;
  const broken: readonly (readonly [what: string, content: Uint8Array])[] = [
    ['content that was cut', stream.subarray(0, 8 + blocks - 16)],
    ['content that was cut in a block', stream.subarray(0, 8 + blocks - 1)],
    ['no content', stream.subarray(0, 8)],
    ['not even a length', stream.subarray(0, 7)],
    ['a length of nothing', recording(0n)],
    ['a length beyond the content', recording(BigInt(stream.length))],
    ['a length beyond all numbers', recording(0xffff_ffff_ffff_ffffn)],
    ['other content', new Uint8Array(stream.length).fill(9).with(0, 16).fill(0, 1, 8)],
  ];
  for (const [what, content] of broken) {
    it(`refuses ${what} before it writes`, async () => {
      const container = await holding(content);
      const sink = memorySink();
      await assert.rejects(ooxml().unwrap(bytesSource(container), cipherOf(), sink, {}), { code: 'CorruptFile' });
      assert.equal(sink.bytes().length, 0);
    });
  }

  it('refuses a whole licence around a file that was cut, before it writes', async () => {
    const long = await wrapped(await buildPackage(undefined, { 'noise.bin': noise(300_000) }));
    for (const part of [0.3, 0.6, 0.9, 0.99]) {
      const cut = long.subarray(0, Math.floor(long.length * part));
      const sink = memorySink();
      await assert.rejects(ooxml().unwrap(bytesSource(cut), cipherOf(), sink, {}), { code: 'CorruptFile' });
      await assert.rejects(ooxml().inspect(bytesSource(cut), {}), { code: 'CorruptFile' });
      assert.equal(sink.bytes().length, 0);
    }
  });

  it('refuses a wrong key', async () => {
    await assert.rejects(unwrapped(file, { cipher: cipherOf('CBC4K', 8) }), { code: 'CorruptFile' });
  });

  it('refuses what is not protected by rights management', async () => {
    await assert.rejects(unwrapped(docx), { code: 'NotProtected' });
    const password = await compoundFileOf({ EncryptionInfo: new Uint8Array(8), EncryptedPackage: new Uint8Array(8) });
    await assert.rejects(unwrapped(password), { code: 'UnsupportedFormat', reason: 'password' });
  });
});

function noise(length: number): Uint8Array {
  let state = 1;
  return new Uint8Array(length).map(() => (state = (state * 48_271) % 0x7fff_ffff) & 0xff);
}
