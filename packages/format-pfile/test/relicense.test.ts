import assert from 'node:assert/strict';
import { bytesSource, memorySink, type ContainerFacts } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { describeWithCorpus } from '../../../test/support/corpus.js';
import { buildPfile, withUint32 } from './support/build-pfile.js';
import { LICENSE, plaintext, unwrapped } from './support/round-trip.js';
import { sidecarCipher, sidecarFile, sidecars } from './support/sidecars.js';
import { watchedContext } from './support/watched-context.js';

const handler = pfile();

async function relicensed(file: Uint8Array, license = LICENSE): Promise<Uint8Array> {
  const sink = memorySink();
  await handler.relicense!(bytesSource(file), license, sink, {});
  return sink.bytes();
}

const factsOf = (file: Uint8Array): Promise<ContainerFacts> => handler.inspect(bytesSource(file), {});

describe('relicense', () => {
  it('changes nothing but the licence and the offsets behind it', async () => {
    const parts = {
      major: 2,
      minor: 1,
      metadata: plaintext(1345),
      originalSize: 12n,
      reserved: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      content: plaintext(5008),
    };
    assert.deepEqual(await relicensed(buildPfile(parts)), buildPfile({ ...parts, license: LICENSE }));
  });

  it('keeps the short header of version 2.0', async () => {
    const parts = { major: 2, minor: 0, content: plaintext(32) };
    assert.deepEqual(await relicensed(buildPfile(parts)), buildPfile({ ...parts, license: LICENSE }));
  });

  it('writes the size a fixed header has, whatever the old one claimed', async () => {
    const file = buildPfile({ claimedHeaderSize: 1000 });
    assert.deepEqual(await relicensed(file), buildPfile({ license: LICENSE }));
  });

  it('lays overlapping regions out one after another', async () => {
    // The extension of a file built so stands at 74; here it points at the magic.
    const file = withUint32(withUint32(buildPfile({}), 34 + 4, 0), 34 + 8, 6);
    const context = watchedContext();
    const result = await relicensed(file);
    await handler.inspect(bytesSource(result), context);
    assert.deepEqual(context.warnings, []);
    assert.deepEqual(result, buildPfile({ license: LICENSE, extension: new TextEncoder().encode('.pfile') }));
  });

  it('refuses a licence that moves the content beyond 2^32 before it writes anything', async () => {
    const sink = memorySink();
    const license = { length: 2 ** 32 } as Uint8Array;
    await assert.rejects(handler.relicense!(bytesSource(buildPfile({})), license, sink, {}), { code: 'LimitReached' });
    assert.equal(sink.bytes().length, 0);
  });

  it('refuses what is no PFILE', async () => {
    await assert.rejects(relicensed(plaintext(100)), { code: 'NotProtected' });
  });

  it('tells how much of the content is done, and stops when the signal fires', async () => {
    const file = buildPfile({ content: plaintext(3_000_000) });
    const context = watchedContext();
    await handler.relicense!(bytesSource(file), LICENSE, memorySink(), context);
    assert.ok(context.steps.length > 1);
    assert.equal(context.steps.at(-1), 3_000_000);
    const stopped = handler.relicense!(bytesSource(file), LICENSE, memorySink(), { signal: AbortSignal.abort() });
    await assert.rejects(stopped, { code: 'Aborted' });
  });
});

describeWithCorpus('relicense of the corpus', () => {
  for (const sidecar of sidecars('ok')) {
    it(`keeps everything else of ${sidecar.file}`, async () => {
      const file = sidecarFile(sidecar);
      const [before, result] = [await factsOf(file), await relicensed(file)];
      const after = await factsOf(result);
      assert.deepEqual(after.license, LICENSE);
      assert.equal(after.version, before.version);
      assert.equal(after.originalExtension, before.originalExtension);
      assert.equal(after.container['originalSize'], before.container['originalSize']);
      assert.deepEqual(await unwrapped(result, sidecarCipher(sidecar)), await unwrapped(file, sidecarCipher(sidecar)));
      assert.deepEqual(await relicensed(result, before.license), await relicensed(file, before.license));
    });
  }
});
