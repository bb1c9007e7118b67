import assert from 'node:assert/strict';
import {
  bytesSource,
  createUseLicense,
  memorySink,
  RightsEngine,
  type UseLicense,
  type UseLicenseInput,
} from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { FOREIGN, LOCKED, PLAIN, toyFormat } from './support/toy-format.js';
import { isClosed, protectedToy, REQUEST, textSource } from './support/toys.js';
import { trackedSink } from './support/tracked-sink.js';

const TEXT = `${PLAIN}the quick brown fox`;

describe('RightsEngine.unprotect', () => {
  it('writes the original, commits it and closes the cipher', async () => {
    const client = new MemoryClient();
    const engine = new RightsEngine({ client, formats: [toyFormat()] });
    const { source, contentId } = await protectedToy(engine, TEXT);
    const sink = trackedSink();
    const result = await engine.unprotect(source, sink, { name: 'a-protected.toy' });
    assert.equal(Buffer.from(sink.bytes()).toString(), TEXT);
    assert.equal(sink.state, 'committed');
    assert.deepEqual(result, {
      format: 'toy',
      contentId,
      owner: 'owner@example.com',
      originalExtension: '.toy',
      outputName: 'a.toy',
      warnings: [],
    });
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });

  it('opens the output under the name of the result', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source } = await protectedToy(engine, TEXT);
    const names: string[] = [];
    const output = (name: string): ReturnType<typeof memorySink> => {
      names.push(name);
      return memorySink();
    };
    await engine.unprotect(source, output, { name: 'b.toy' });
    await engine.unprotect(source, output, { name: 'b.toy', inPlace: true });
    await engine.unprotect(source, output);
    assert.deepEqual(names, ['b-unprotected.toy', 'b.toy', 'unprotected.toy']);
  });

  it('warns of a stored extension that is not safe, and does without', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source } = await protectedToy(engine, TEXT, { ...REQUEST, name: 'a.t:s' });
    const { outputName, warnings } = await engine.unprotect(source, memorySink(), { name: 'b.toy' });
    assert.equal(outputName, 'b-unprotected.toy');
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['extension-ignored'],
    );
  });

  describe('access', () => {
    const rows: readonly (readonly [rights: string[], removalRight: string | undefined, granted: boolean])[] = [
      [['OWNER'], undefined, true],
      [['VIEW', 'EXPORT'], undefined, true],
      [['VIEW', 'export'], undefined, true],
      [['VIEW', 'EXTRACT'], undefined, false],
      [['VIEW', 'EDIT', 'EDITRIGHTSDATA'], undefined, false],
      [['VIEW', 'EXTRACT'], 'EXTRACT', true],
      [['VIEW', 'EXPORT'], 'EXTRACT', false],
      [['OWNER'], 'EXTRACT', true],
    ];
    for (const [rights, removalRight, granted] of rows) {
      it(`${granted ? 'is granted' : 'is denied'} to ${rights.join()} where ${removalRight ?? 'EXPORT'} removes`, async () => {
        const client = new MemoryClient(rights);
        const formats = [toyFormat()];
        const engine = new RightsEngine({ client, formats, ...(removalRight !== undefined && { removalRight }) });
        const { source } = await protectedToy(engine, TEXT);
        const sink = trackedSink();
        const run = engine.unprotect(source, sink);
        if (granted) await run;
        else {
          await assert.rejects(run, {
            code: 'AccessDenied',
            right: removalRight ?? 'EXPORT',
            referral: 'mailto:owner@example.com',
          });
        }
        assert.equal(sink.state, granted ? 'committed' : 'aborted');
        assert.equal(await isClosed(client.ciphers.at(-1)!), true);
      });
    }

    it('passes on what the client says', async () => {
      const engine = new RightsEngine({ client: new MemoryClient([]), formats: [toyFormat()] });
      const { source } = await protectedToy(engine, TEXT);
      await assert.rejects(engine.unprotect(source, memorySink()), { code: 'AccessDenied', message: 'No.' });
    });
  });

  it('tells the client whether it may use the network, ask, and in which language', async () => {
    const client = new MemoryClient();
    const engine = new RightsEngine({ client, formats: [toyFormat()] });
    const { source } = await protectedToy(engine, TEXT);
    await engine.unprotect(source, memorySink(), { offline: true, interactive: true, languages: ['de'] });
    const { offline, interactive, languages } = client.contexts.at(-1)!;
    assert.deepEqual([offline, interactive, languages], [true, true, ['de']]);
    await engine.unprotect(source, memorySink());
    assert.equal(client.contexts.at(-1)?.offline, false);
  });

  describe('refuses', () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const refusals: readonly (readonly [what: string, text: string, expected: object])[] = [
      ['a plain file', TEXT, { code: 'NotProtected' }],
      ['a password', LOCKED, { code: 'UnsupportedFormat', reason: 'password' }],
      ['a foreign protection', FOREIGN, { code: 'UnsupportedFormat', reason: 'other-drm' }],
      ['a licence that is cut', 'toy protected .toy\n100\n', { code: 'CorruptFile' }],
      ['a licence that is none', 'toy protected .toy\n3\nabcdefg', { code: 'CorruptFile' }],
      ['an unknown file', 'something else', { code: 'UnsupportedFormat', reason: 'unknown' }],
    ];
    for (const [what, text, expected] of refusals) {
      it(what, async () => {
        const sink = trackedSink();
        await assert.rejects(engine.unprotect(textSource(text), sink), expected);
        assert.equal(sink.state, 'aborted');
      });
    }

    it('a protected container without a licence', async () => {
      const bare = toyFormat({
        methods: {
          inspect: () =>
            Promise.resolve({ status: 'protected', labels: [], obstacles: [], encryptedFacts: [], container: {} }),
        },
      });
      const engineOfIt = new RightsEngine({ client: new MemoryClient(), formats: [bare] });
      await assert.rejects(engineOfIt.unprotect(textSource('toy protected '), memorySink()), { code: 'CorruptFile' });
    });

    it('content that was changed, and leaves nothing of it', async () => {
      const { source } = await protectedToy(engine, TEXT);
      const cut = bytesSource((await source.read(0, source.size)).slice(0, -1));
      const sink = trackedSink();
      await assert.rejects(engine.unprotect(cut, sink), { code: 'CorruptFile' });
      assert.equal(sink.state, 'aborted');
    });
  });

  describe('with a use licence of the caller', () => {
    const client = new MemoryClient();
    const NOW = Date.UTC(2030, 0, 1);
    const publisher = new RightsEngine({ client, formats: [toyFormat()] });
    const engine = new RightsEngine({ formats: [toyFormat()], clock: { now: () => NOW } });
    const before = new Date(NOW - 1);
    const after = new Date(NOW + 1);

    function licenseFor(contentId: string, parts: Partial<UseLicenseInput> = {}): UseLicense {
      const cipher = client.cipherFor(contentId);
      return createUseLicense({ contentId, rights: ['EXPORT'], offline: true, cipher, ...parts });
    }

    it('needs no client, and leaves the cipher to the caller', async () => {
      const { source, contentId } = await protectedToy(publisher, TEXT);
      const sink = memorySink();
      const useLicense = licenseFor(contentId);
      const result = await engine.unprotect(source, sink, { useLicense });
      assert.equal(Buffer.from(sink.bytes()).toString(), TEXT);
      assert.equal(result.contentId, contentId);
      assert.equal(await isClosed(useLicense.cipher), false);
    });

    it('refuses one for other content', async () => {
      const one = await protectedToy(publisher, TEXT);
      const other = await protectedToy(publisher, TEXT);
      const useLicense = licenseFor(other.contentId);
      await assert.rejects(engine.unprotect(one.source, memorySink(), { useLicense }), { code: 'AccessDenied' });
    });

    const rows: readonly (readonly [what: string, parts: Partial<UseLicenseInput>, code: string | undefined])[] = [
      ['takes one still good', { validUntil: after, contentValidUntil: after }, undefined],
      ['refuses one past its end', { validUntil: before }, 'Expired'],
      ['refuses one whose content has ended', { contentValidUntil: before }, 'Expired'],
      ['lets an owner open content that has ended', { contentValidUntil: before, rights: ['OWNER'] }, undefined],
      ['refuses one without the right', { rights: ['VIEW'] }, 'AccessDenied'],
    ];
    for (const [what, parts, code] of rows) {
      it(what, async () => {
        const { source, contentId } = await protectedToy(publisher, TEXT);
        const run = engine.unprotect(source, memorySink(), { useLicense: licenseFor(contentId, parts) });
        if (code === undefined) await run;
        else await assert.rejects(run, { code });
      });
    }
  });

  it('leaves nothing behind when the signal fires', async () => {
    const client = new MemoryClient();
    const engine = new RightsEngine({ client, formats: [toyFormat()] });
    const { source } = await protectedToy(engine, PLAIN.padEnd(8 * 1024 * 1024));
    const controller = new AbortController();
    const sink = trackedSink();
    const progress = (): void => {
      controller.abort();
    };
    await assert.rejects(engine.unprotect(source, sink, { signal: controller.signal, progress }), { code: 'Aborted' });
    assert.equal(sink.state, 'aborted');
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });
});
