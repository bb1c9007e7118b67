import assert from 'node:assert/strict';
import { bytesSource, RightsmithError, type ByteSource, type ErrorCode } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile, withUint32 } from './support/build-pfile.js';

/** Redirect text of 16 bytes, so the fixed header stands at 34 and the extension at 74. */
const FILE = buildPfile({ metadata: new Uint8Array(100) });
const FIXED = 34;
const EXTENSION = FIXED + 40;
const METADATA_END = EXTENSION + 4 + 7 + 100;

interface BadHeader {
  readonly what: string;
  readonly file: Uint8Array;
  readonly code?: ErrorCode;
  readonly structure: string;
  readonly offset: number;
}

const FILE20 = buildPfile({ major: 2, minor: 0 });
const LARGEST = 0xffff_ffff;

const BAD_HEADERS: readonly BadHeader[] = [
  { what: 'only the magic', file: FILE.subarray(0, 6), structure: 'version', offset: 6 },
  { what: 'a cut version', file: FILE.subarray(0, 13), structure: 'version', offset: 6 },
  {
    what: 'major version 1',
    file: buildPfile({ major: 1 }),
    code: 'UnsupportedFormat',
    structure: 'version',
    offset: 6,
  },
  {
    what: 'major version 4',
    file: buildPfile({ major: 4 }),
    code: 'UnsupportedFormat',
    structure: 'version',
    offset: 6,
  },
  {
    what: 'minor version 256',
    file: buildPfile({ minor: 256 }),
    code: 'UnsupportedFormat',
    structure: 'version',
    offset: 6,
  },
  { what: 'a cut redirect length', file: FILE.subarray(0, 17), structure: 'redirect length', offset: 14 },
  {
    what: 'a redirect text beyond the end',
    file: withUint32(FILE, 14, FILE.length - 17),
    structure: 'redirect text',
    offset: 14,
  },
  { what: 'the longest redirect text', file: withUint32(FILE, 14, LARGEST), structure: 'redirect text', offset: 14 },
  { what: 'a cut fixed header', file: FILE.subarray(0, EXTENSION - 1), structure: 'fixed header', offset: FIXED },
  {
    what: 'a cut fixed header of version 2.0',
    file: FILE20.subarray(0, FIXED + 23),
    structure: 'fixed header',
    offset: FIXED,
  },
  { what: 'a header size below 40', file: withUint32(FILE, FIXED, 39), structure: 'fixed header', offset: FIXED },
  {
    what: 'a header size below 24 in version 2.0',
    file: withUint32(FILE20, FIXED, 23),
    structure: 'fixed header',
    offset: FIXED,
  },
  {
    what: 'a cut 48-byte header',
    file: withUint32(FILE, FIXED, 48).subarray(0, EXTENSION + 7),
    structure: 'fixed header',
    offset: EXTENSION,
  },
  {
    what: 'an extension beyond the end',
    file: withUint32(FILE, FIXED + 4, FILE.length - 3),
    structure: 'extension',
    offset: FIXED + 4,
  },
  {
    what: 'an extension longer than the file',
    file: withUint32(FILE, FIXED + 8, LARGEST),
    structure: 'extension',
    offset: FIXED + 4,
  },
  {
    what: 'a licence offset that wraps past 2^32',
    file: withUint32(FILE, FIXED + 12, LARGEST - 1),
    structure: 'licence',
    offset: FIXED + 12,
  },
  {
    what: 'a licence longer than the file',
    file: withUint32(FILE, FIXED + 16, FILE.length),
    structure: 'licence',
    offset: FIXED + 12,
  },
  {
    what: 'metadata beyond the end',
    file: withUint32(FILE, FIXED + 32, FILE.length - 99),
    structure: 'metadata',
    offset: FIXED + 32,
  },
  {
    what: 'metadata longer than the file',
    file: withUint32(FILE, FIXED + 36, LARGEST),
    structure: 'metadata',
    offset: FIXED + 32,
  },
  {
    what: 'content inside the metadata',
    file: withUint32(FILE, FIXED + 20, METADATA_END - 1),
    structure: 'content',
    offset: FIXED + 20,
  },
  {
    what: 'content inside the licence in version 2.0',
    file: withUint32(FILE20, FIXED + 20, FIXED + 24 + 10),
    structure: 'content',
    offset: FIXED + 20,
  },
  {
    what: 'content beyond the end',
    file: withUint32(FILE, FIXED + 20, FILE.length + 1),
    structure: 'content',
    offset: FIXED + 20,
  },
];

describe('the header of a PFILE', () => {
  const handler = pfile();

  for (const { what, file, code = 'CorruptFile', structure, offset } of BAD_HEADERS) {
    it(`is refused with ${what}`, async () => {
      await assert.rejects(handler.inspect(bytesSource(file), {}), (error) => {
        assert.ok(RightsmithError.is(error));
        assert.deepEqual({ code: error.code, where: error.where }, { code, where: { structure, offset } });
        return true;
      });
    });
  }

  it('refuses versions with the reason version', async () => {
    const unknown = handler.inspect(bytesSource(buildPfile({ major: 4 })), {});
    await assert.rejects(unknown, { code: 'UnsupportedFormat', reason: 'version' });
  });

  const accepted: readonly (readonly [what: string, file: Uint8Array])[] = [
    ['an empty redirect text', buildPfile({ redirect: '' })],
    ['every minor version below 256', buildPfile({ major: 3, minor: 255 })],
    ['minor versions above 1 in major version 2', buildPfile({ major: 2, minor: 2 })],
    ['any size of the fixed header that is large enough', buildPfile({ claimedHeaderSize: LARGEST })],
    ['an empty licence', buildPfile({ license: new Uint8Array() })],
    ['content of no length', buildPfile({ content: new Uint8Array() })],
  ];
  for (const [what, file] of accepted) {
    it(`may have ${what}`, async () => {
      assert.equal((await handler.inspect(bytesSource(file), {})).status, 'protected');
    });
  }

  it('is read without touching the content of a huge file', async () => {
    const huge = hugeSource(FILE, 2 ** 40);
    const facts = await handler.inspect(huge.source, {});
    assert.deepEqual(facts.container['content'], { offset: METADATA_END, length: 2 ** 40 - METADATA_END });
    assert.ok(huge.bytesRead() < 1000);
  });
});

/** A source of `size` bytes that begins with `start`. */
function hugeSource(start: Uint8Array, size: number): { readonly source: ByteSource; bytesRead(): number } {
  const inner = bytesSource(start);
  let bytesRead = 0;
  const source: ByteSource = {
    size,
    read: (offset, length) => {
      bytesRead += length;
      return inner.read(offset, length);
    },
    close: () => inner.close(),
  };
  return { source, bytesRead: () => bytesRead };
}
