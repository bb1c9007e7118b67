import assert from 'node:assert/strict';
import { bytesSource, memorySink, type ByteSink, type ReadableSink } from '@rightsmith/core';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE } from '../packages/format-pdf/test/support/build-pdf.js';
import { useAuthorityEngines } from './support/authority-engine.js';

const ALICE = 'alice@example.com';
const FOR_OWNER = { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] };

/** A sink that changes the byte at an offset, as a failing disk does; none where there is no such byte. */
function damagingSink(offset: number): ReadableSink & { readonly bytes: () => Uint8Array } {
  const sink = memorySink();
  let size = 0;
  return {
    write: async (bytes) => {
      const copy = bytes.slice();
      if (offset >= size && offset < size + copy.length) copy[offset - size]! ^= 1;
      size += copy.length;
      await sink.write(copy);
    },
    written: () => Promise.resolve(bytesSource(sink.bytes())),
    bytes: () => sink.bytes(),
  };
}

const WHOLE = Infinity;

describe('results that are checked before they count', () => {
  const engines = useAuthorityEngines();
  const contents: readonly (readonly [name: string, make: () => Promise<Uint8Array>])[] = [
    ['a.bin', () => Promise.resolve(new Uint8Array(100_000).fill(7))],
    ['a.docx', () => buildPackage()],
    ['a.pdf', () => Promise.resolve(buildPdf({ objects: ONE_PAGE }))],
  ];

  type Work = (sink: ByteSink, file: Uint8Array) => Promise<unknown>;
  const works = (name: string, content: Uint8Array): readonly (readonly [what: string, work: Work])[] => [
    [
      'protect',
      (sink) => engines.engine(ALICE).protect(bytesSource(content), sink, { name, policy: FOR_OWNER, check: true }),
    ],
    [
      'republish',
      (sink, file) =>
        engines.engine(ALICE).republish(bytesSource(file), sink, { policy: { offlineDays: 1 }, check: true }, { name }),
    ],
    [
      'republish under a new key',
      (sink, file) => engines.engine(ALICE).republish(bytesSource(file), sink, { rekey: true, check: true }, { name }),
    ],
  ];

  for (const [name, make] of contents) {
    it(`of ${name} are taken where they are whole`, async () => {
      const content = await make();
      const file = await engines.protect(content, { name, policy: FOR_OWNER });
      for (const [what, work] of works(name, content)) {
        const sink = damagingSink(WHOLE);
        await work(sink, file);
        assert.ok((await engines.open(sink.bytes(), ALICE)).length > 0, what);
      }
    });
  }

  it('are refused where a byte of the content is another one', async () => {
    const content = new Uint8Array(100_000).fill(7);
    const file = await engines.protect(content, { name: 'a.bin', policy: FOR_OWNER });
    for (const [what, work] of works('a.bin', content)) {
      // Under the same key the content is copied as it is, and not looked at.
      if (what === 'republish') continue;
      await assert.rejects(work(damagingSink(file.length - 50_000), file), { code: 'InternalError' }, what);
    }
  });

  it('are refused where the licence is another one', async () => {
    const content = new Uint8Array(1000);
    const file = await engines.protect(content, { name: 'a.bin', policy: FOR_OWNER });
    const inLicense = Buffer.from(file).indexOf('ISSUEDTIME');
    for (const [what, work] of works('a.bin', content)) {
      await assert.rejects(work(damagingSink(inLicense), file), (error: { code: string }) => {
        assert.match(error.code, /^(InternalError|CorruptFile)$/, what);
        return true;
      });
    }
  });

  it('need a sink that can be read again', async () => {
    for (const [, work] of works('a.bin', new Uint8Array(10))) {
      const file = await engines.protect(new Uint8Array(10), { name: 'a.bin', policy: FOR_OWNER });
      await assert.rejects(work(memorySink(), file), { code: 'UsageError' });
    }
  });
});
