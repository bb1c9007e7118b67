import assert from 'node:assert/strict';
import { memorySink, RightsEngine, type ContentCipher, type FormatHandler } from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { toyFormat } from './support/toy-format.js';
import { isClosed, protectedToy, REQUEST, textSource } from './support/toys.js';

const TEXT = 'toy: some words';

/** The same cipher without the methods for which its key is needed. */
function outOfReach(cipher: ContentCipher): ContentCipher {
  const { mode, keyBits, segmentSize, preferredRun } = cipher;
  return {
    mode,
    keyBits,
    segmentSize,
    preferredRun,
    encrypt: (...args) => cipher.encrypt(...args),
    decrypt: (...args) => cipher.decrypt(...args),
    encryptItems: (items) => cipher.encryptItems(items),
    decryptItems: (items) => cipher.decryptItems(items),
    withMode: () => undefined,
    close: () => cipher.close(),
  };
}

describe('RightsEngine with threads', () => {
  const given: ContentCipher[] = [];
  const toy = toyFormat();
  const watched: FormatHandler = {
    ...toy,
    wrap: (source, envelope, sink, context) => {
      given.push(envelope.cipher);
      return toy.wrap(source, envelope, sink, context);
    },
    unwrap: (source, cipher, sink, context) => {
      given.push(cipher);
      return toy.unwrap(source, cipher, sink, context);
    },
    openContent: (source, cipher, context) => {
      given.push(cipher);
      return toy.openContent!(source, cipher, context);
    },
  };
  beforeEach(() => {
    given.length = 0;
  });
  const threads = (): (number | undefined)[] => given.map((cipher) => cipher.threads);

  it('gives formats ciphers with as many as the engine was made with, or the call asks for, and closes them', async () => {
    const client = new MemoryClient();
    const engine = new RightsEngine({ client, formats: [watched], threads: 2 });
    const { source } = await protectedToy(engine, TEXT);
    await engine.unprotect(source, memorySink(), { threads: 3 });
    await (await engine.open(source, { threads: 1 })).close();
    assert.deepEqual(threads(), [2, 3, 1]);
    assert.deepEqual(await Promise.all([...given, ...client.ciphers].map(isClosed)), Array(6).fill(true));
  });

  it('has one unless it is told', async () => {
    const engine = new RightsEngine({ client: new MemoryClient(), formats: [watched] });
    await protectedToy(engine, TEXT);
    assert.deepEqual(threads(), [1]);
  });

  it('does without where the key is out of reach', async () => {
    const client = new MemoryClient();
    const withReach = client.publish.bind(client);
    client.publish = async (...args) => {
      const publication = await withReach(...args);
      return { ...publication, cipher: outOfReach(publication.cipher) };
    };
    const engine = new RightsEngine({ client, formats: [watched], threads: 2 });
    await protectedToy(engine, TEXT);
    assert.deepEqual(threads(), [undefined]);
  });

  for (const wrong of [0, 65, 1.5, Number.NaN]) {
    it(`refuses ${wrong} of them before there is a licence`, async () => {
      const client = new MemoryClient();
      const engine = new RightsEngine({ client, formats: [watched] });
      const protecting = engine.protect(textSource(TEXT), memorySink(), REQUEST, { threads: wrong });
      await assert.rejects(protecting, { code: 'UsageError' });
      assert.deepEqual(client.requests, []);
      assert.throws(() => new RightsEngine({ formats: [watched], threads: wrong }), { code: 'UsageError' });
    });
  }
});
