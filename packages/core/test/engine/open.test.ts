import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { bytesSource, RightsEngine } from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { PLAIN, toyFormat } from './support/toy-format.js';
import { isClosed, protectedToy, textOfSource, textSource } from './support/toys.js';

const TEXT = `${PLAIN}the quick brown fox`;

describe('RightsEngine.open', () => {
  for (const withoutOpenContent of [false, true]) {
    describe(withoutOpenContent ? 'by way of scratch space' : 'by range', () => {
      const client = new MemoryClient(['VIEW']);
      const engine = new RightsEngine({ client, formats: [toyFormat({ withoutOpenContent })] });

      it('gives the content, the use licence and the original name', async () => {
        const { source, contentId } = await protectedToy(engine, TEXT);
        const opened = await engine.open(source, { name: 'b.toy' });
        assert.equal(await textOfSource(opened.content), TEXT);
        assert.equal(Buffer.from(await opened.content.read(9, 5)).toString(), TEXT.slice(9, 14));
        assert.equal(opened.useLicense.contentId, contentId);
        assert.deepEqual([opened.format, opened.name, opened.warnings], ['toy', 'b.toy', []]);
        await opened.close();
      });

      it('gives the content, or a range of it, as a Web and as a Node stream', async () => {
        const { source } = await protectedToy(engine, TEXT);
        const opened = await engine.open(source);
        assert.equal(await new Response(opened.stream()).text(), TEXT);
        const part = { offset: 9, length: 5 };
        assert.equal(await new Response(opened.stream(part)).text(), TEXT.slice(9, 14));
        assert.equal(await text(Readable.fromWeb(opened.stream(part))), TEXT.slice(9, 14));
        assert.throws(() => opened.stream({ offset: 9, length: TEXT.length }), { code: 'UsageError' });
        await opened.close();
        await assert.rejects(text(opened.stream()), { code: 'CannotRead' });
      });

      it('ends its streams when the signal fires', async () => {
        const { source } = await protectedToy(engine, TEXT);
        const controller = new AbortController();
        const opened = await engine.open(source, { signal: controller.signal });
        controller.abort();
        await assert.rejects(text(opened.stream()), { code: 'Aborted' });
        await opened.close();
      });

      it('closes content and cipher, but not the source', async () => {
        const { source } = await protectedToy(engine, TEXT);
        const opened = await engine.open(source);
        await opened.close();
        await opened.close();
        await assert.rejects(opened.content.read(0, 1));
        assert.equal(await isClosed(client.ciphers.at(-1)!), true);
        assert.equal((await source.read(0, 3)).length, 3);
      });

      it('finds out at once that the end is missing', async () => {
        const { source } = await protectedToy(engine, TEXT);
        const cut = bytesSource((await source.read(0, source.size)).slice(0, -1));
        await assert.rejects(engine.open(cut), { code: 'CorruptFile' });
        assert.equal(await isClosed(client.ciphers.at(-1)!), true);
      });
    });
  }

  it('needs VIEW', async () => {
    const client = new MemoryClient(['PRINT']);
    const engine = new RightsEngine({ client, formats: [toyFormat()] });
    const { source } = await protectedToy(engine, TEXT);
    await assert.rejects(engine.open(source), { code: 'AccessDenied', right: 'VIEW' });
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });

  it('closes the rest though one part will not close', async () => {
    const client = new MemoryClient();
    const stuck = toyFormat({
      methods: {
        openContent: () =>
          Promise.resolve({ ...textSource(TEXT), close: () => Promise.reject(new Error('will not close')) }),
      },
    });
    const engine = new RightsEngine({ client, formats: [stuck] });
    const { source } = await protectedToy(engine, TEXT);
    const opened = await engine.open(source);
    await opened.close();
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });

  it('refuses a plain file', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    await assert.rejects(engine.open(textSource(TEXT)), { code: 'NotProtected' });
  });

  it('stops when the signal fires', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [toyFormat()] });
    const { source } = await protectedToy(engine, TEXT);
    await assert.rejects(engine.open(source, { signal: AbortSignal.abort() }), { code: 'Aborted' });
  });
});
