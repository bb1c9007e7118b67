import assert from 'node:assert/strict';
import { bytesSource, DEFAULT_LIMITS, type WarningCode } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile, withUint32, type PfileParts } from './support/build-pfile.js';
import { watchedContext } from './support/watched-context.js';

const handler = pfile();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('inspect', () => {
  it('tells of a plain file only that it is plain', async () => {
    for (const file of [text('Hello'), new Uint8Array()]) {
      assert.deepEqual(await handler.inspect(bytesSource(file), {}), {
        status: 'plain',
        contentLength: file.length,
        labels: [],
        obstacles: [],
        encryptedFacts: [],
        container: {},
      });
    }
  });

  it('names what only the key can reveal', async () => {
    const facts = await handler.inspect(bytesSource(buildPfile({})), {});
    assert.deepEqual(facts.encryptedFacts, ['cipherMode', 'contentLength']);
    assert.equal(facts.contentLength, undefined);
  });

  it('says for old versions how their cipher is read', async () => {
    const hint = async (parts: PfileParts): Promise<string | undefined> =>
      (await handler.inspect(bytesSource(buildPfile(parts)), {})).cipherHint;
    assert.match((await hint({ major: 2, minor: 1 })) ?? '', /ECB is read as CBC4K/);
    assert.doesNotMatch((await hint({ major: 3 })) ?? '', /ECB/);
  });

  const extensions: readonly (readonly [stored: Uint8Array, shown: string | undefined, warning?: WarningCode])[] = [
    [text('.txt'), '.txt'],
    [text('.Größe'), '.Größe'],
    [text('/../x'), '/../x'],
    [text(''), undefined],
    [text('.pfile'), undefined],
    [Uint8Array.of(0x2e, 0xff), undefined, 'extension-ignored'],
    [text(`.${'x'.repeat(255)}`), undefined, 'extension-ignored'],
  ];
  for (const [stored, shown, warning] of extensions) {
    it(`shows a stored extension of ${stored.length} bytes as ${shown ?? 'none'}`, async () => {
      const context = watchedContext();
      const facts = await handler.inspect(bytesSource(buildPfile({ extension: stored })), context);
      assert.equal(facts.originalExtension, shown);
      assert.deepEqual(context.warnings, warning === undefined ? [] : [warning]);
    });
  }

  const sizes: readonly (readonly [stored: bigint, shown: number | undefined])[] = [
    [0n, 0],
    [5_000_000_000n, 5_000_000_000],
    [2n ** 53n, undefined],
    [2n ** 64n - 1n, undefined],
  ];
  for (const [stored, shown] of sizes) {
    it(`shows an original size of ${stored} as ${shown ?? 'unknown'}`, async () => {
      const { container } = await handler.inspect(bytesSource(buildPfile({ originalSize: stored })), {});
      assert.equal(container['originalSize'], shown);
    });
  }

  it('stops at the limits for licence and metadata', async () => {
    const source = bytesSource(buildPfile({ license: new Uint8Array(11), metadata: new Uint8Array(21) }));
    const inspectWith = (limits: object): Promise<unknown> =>
      handler.inspect(source, { limits: { ...DEFAULT_LIMITS, ...limits } });
    await inspectWith({ licenseBytes: 11, metadataBytes: 21 });
    const tooLong = { code: 'LimitReached', limit: 'licenseBytes', maximum: 10 };
    await assert.rejects(inspectWith({ licenseBytes: 10 }), tooLong);
    await assert.rejects(inspectWith({ metadataBytes: 20 }), { code: 'LimitReached', limit: 'metadataBytes' });
  });

  describe('warns of overlapping regions:', () => {
    // Fixed header at 34, extension at 74, licence at 78, content at 85.
    const file = buildPfile({});
    const overlaps: readonly (readonly [what: string, file: Uint8Array, overlap: boolean])[] = [
      ['none in the usual order', file, false],
      ['extension in the fixed header', withUint32(file, 34 + 4, 73), true],
      ['extension in the licence', withUint32(file, 34 + 4, 76), true],
      ['extension in the content', withUint32(file, 34 + 4, 90), true],
      ['an empty region anywhere', withUint32(withUint32(file, 34 + 4, 90), 34 + 8, 0), false],
      ['licence over everything', withUint32(withUint32(file, 34 + 12, 0), 34 + 16, 85), true],
    ];
    for (const [what, bytes, overlap] of overlaps) {
      it(what, async () => {
        const context = watchedContext();
        await handler.inspect(bytesSource(bytes), context);
        assert.deepEqual(context.warnings, overlap ? ['regions-overlap'] : []);
      });
    }
  });
});
