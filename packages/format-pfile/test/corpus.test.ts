import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { bytesSource, memorySink, RightsmithError, type ContainerFacts } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { corpusFile, describeWithCorpus } from '../../../test/support/corpus.js';
import { realFiles, sidecarCipher, sidecarFile, sidecars, type Sidecar } from './support/sidecars.js';
import { watchedContext } from './support/watched-context.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const handler = pfile();

describeWithCorpus('PFILE corpus', () => {
  const good = sidecars('ok');
  const bad = sidecars('reject');

  it('has the files these tests are about', () => {
    assert.ok(good.length >= 13 && bad.length >= 15 && realFiles().length >= 9);
  });

  for (const sidecar of good) {
    describe(sidecar.file, () => {
      const source = bytesSource(sidecarFile(sidecar));

      it('is detected for certain', async () => {
        const { major, minor } = sidecar.header;
        assert.deepEqual(await handler.detect(source, {}, {}), {
          status: 'protected',
          certainty: 'certain',
          reason: `PFILE ${major}.${minor}`,
        });
      });

      it('shows the header of its sidecar', async () => {
        const context = watchedContext();
        const facts = await handler.inspect(source, context);
        assert.deepEqual(context.warnings, []);
        assert.deepEqual(facts.container, expectedContainer(sidecar));
        assert.equal(facts.status, 'protected');
        const { extension } = sidecar.header;
        assert.equal(facts.originalExtension, extension === '.pfile' ? undefined : extension);
        assert.equal(facts.license?.length, sidecar.header.license_length);
        assert.equal(sha256(facts.license), sidecar.header.license_sha256);
      });

      it('gives its plaintext whole', async () => {
        const context = watchedContext();
        const sink = memorySink();
        await handler.unwrap(source, sidecarCipher(sidecar), sink, context);
        assert.equal(sink.bytes().length, sidecar.plaintext.length);
        assert.equal(sha256(sink.bytes()), sidecar.plaintext.sha256);
        assert.deepEqual(context.warnings, []);
        assert.equal(context.steps.at(-1) ?? 0, sidecar.plaintext.length);
      });

      it('gives its plaintext by range', async () => {
        const plain = await handler.openContent!(source, sidecarCipher(sidecar), {});
        assert.equal(plain.size, sidecar.plaintext.length);
        const pieces: Uint8Array[] = [];
        for (let offset = 0; offset < plain.size; offset += 1000) pieces.push(await plain.read(offset, 1000));
        assert.equal(sha256(Buffer.concat(pieces)), sidecar.plaintext.sha256);
        await plain.close();
      });
    });
  }

  for (const sidecar of bad) {
    it(`refuses ${sidecar.file}: ${sidecar.why}`, async () => {
      const source = bytesSource(sidecarFile(sidecar));
      const sink = memorySink();
      await assert.rejects(handler.unwrap(source, sidecarCipher(good[0]!), sink, {}), (error) => {
        assert.ok(RightsmithError.is(error));
        assert.ok(['NotProtected', 'UnsupportedFormat', 'CorruptFile'].includes(error.code), error.code);
        return true;
      });
      assert.equal(sink.bytes().length, 0);
    });
  }

  for (const name of realFiles()) {
    it(`inspects the real file ${name}`, async () => {
      const file = corpusFile(`pfile-real/${name}`);
      const context = watchedContext();
      const facts = await handler.inspect(bytesSource(file), context);
      assert.deepEqual(context.warnings, []);
      assert.equal(facts.originalExtension, '.txt');
      assert.deepEqual(facts.labels, []);
      assert.deepEqual([...facts.license!.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assertNoGaps(facts, file.length);
    });
  }

  it('knows each writer of the real files by its version', async () => {
    const version = async (name: string): Promise<string | undefined> =>
      (await handler.inspect(bytesSource(corpusFile(`pfile-real/${name}`)), {})).version;
    assert.equal(await version('android_template_01.ptxt'), '2.0');
    assert.equal(await version('rmsSharingAdminTest.ptxt'), '2.1');
    assert.equal(await version('CleanAlice.txt.pfile'), '3.0');
  });
});

function expectedContainer({ header }: Sidecar): object {
  const originalSize = Number(header.original_size);
  return {
    versionMajor: header.major,
    versionMinor: header.minor,
    redirect: { offset: 18, length: header.redirect_length },
    fixedHeader: { offset: header.fixed_header_offset, size: header.fixed_header_size },
    extension: { offset: header.extension_offset, length: header.extension_length },
    license: { offset: header.license_offset, length: header.license_length },
    ...(header.metadata_offset !== undefined && {
      metadata: { offset: header.metadata_offset, length: header.metadata_length },
    }),
    content: { offset: header.content_offset, length: header.content_length },
    ...(Number.isSafeInteger(originalSize) && { originalSize }),
  };
}

/** All real files have their regions in one order, each where the last one ended; pfile.md §1. */
function assertNoGaps({ container }: ContainerFacts, fileSize: number): void {
  type Regions = Record<string, { offset: number; length: number }>;
  const { redirect, extension, license, metadata, content } = container as unknown as Regions;
  const { fixedHeader } = container as unknown as { fixedHeader: { offset: number; size: number } };
  let end = redirect!.offset + redirect!.length;
  assert.equal(fixedHeader.offset, end);
  end += fixedHeader.size;
  for (const region of [extension, license, metadata, content]) {
    if (region === undefined) continue;
    assert.equal(region.offset, end);
    end += region.length;
  }
  assert.equal(end, fileSize);
}
