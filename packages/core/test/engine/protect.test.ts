import assert from 'node:assert/strict';
import {
  CannotWrite,
  memorySink,
  RightsEngine,
  type ContainerFacts,
  type FormatHandler,
  type Label,
  type Warning,
} from '@rightsmith/core';
import { MemoryClient } from './support/memory-client.js';
import { FOREIGN, LOCKED, PLAIN, SIGNED, toyFormat } from './support/toy-format.js';
import { isClosed, protectedToy, REQUEST, textSource } from './support/toys.js';
import { trackedSink } from './support/tracked-sink.js';

const PLAIN_FACTS: ContainerFacts = { status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: {} };

/** Takes any file, as a generic wrapper does. */
const ANY = toyFormat({
  id: 'any',
  naming: { kind: 'suffix', suffix: '.any', prefixed: ['.txt'] },
  methods: {
    detect: () => Promise.resolve({ status: 'plain', certainty: 'fallback', reason: 'any file' }),
    inspect: () => Promise.resolve(PLAIN_FACTS),
  },
});

describe('RightsEngine.protect', () => {
  const client = new MemoryClient();
  const engine = new RightsEngine({ client, formats: [toyFormat(), ANY] });

  it('writes a protected file, commits it and tells what it did', async () => {
    const sink = trackedSink();
    const result = await engine.protect(textSource(`${PLAIN}hello`), sink, REQUEST);
    assert.equal(sink.state, 'committed');
    assert.match(Buffer.from(sink.bytes()).toString('latin1'), /^toy protected \.toy\n/);
    assert.doesNotMatch(Buffer.from(sink.bytes()).toString('latin1'), /hello/);
    assert.equal(result.format, 'toy');
    assert.equal(result.outputName, 'a-protected.toy');
    assert.equal(result.owner, 'owner@example.com');
    assert.match(result.contentId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(result.warnings, []);
    assert.ok(Buffer.from(sink.bytes()).includes(Buffer.from(result.license)));
  });

  it('opens the output under the name of the result', async () => {
    const names: string[] = [];
    const output = (name: string): ReturnType<typeof memorySink> => {
      names.push(name);
      return memorySink();
    };
    await engine.protect(textSource(`${PLAIN}x`), output, REQUEST);
    await engine.protect(textSource(`${PLAIN}x`), output, { ...REQUEST, inPlace: true });
    await engine.protect(textSource('x'), output, { ...REQUEST, name: 'a.txt' });
    await engine.protect(textSource('x'), output, { ...REQUEST, name: 'a.txt', nameStyle: 'suffix' });
    await engine.protect(textSource('x'), output, { ...REQUEST, name: 'a.txt', inPlace: true });
    assert.deepEqual(names, ['a-protected.toy', 'a.toy', 'a.ptxt', 'a.txt.any', 'a.ptxt']);
  });

  it('passes the request on to the client, and no more', async () => {
    const asked = {
      policy: REQUEST.policy,
      owner: 'owner@example.com',
      signedData: { a: '1' },
      encryptedData: { b: '2' },
      deprecatedAlgorithms: true,
    };
    await engine.protect(textSource(`${PLAIN}x`), memorySink(), { ...REQUEST, ...asked });
    assert.deepEqual(client.requests.at(-1), { ...asked, labels: [] });
  });

  it('keeps the labels of the file unless the caller gives others', async () => {
    const label: Label = { id: '00000000-0000-4000-8000-00000000000a', name: 'Internal' };
    const labelled = toyFormat({
      methods: {
        inspect: () => Promise.resolve({ ...PLAIN_FACTS, labels: [label] }),
      },
    });
    const labelling = new RightsEngine({ client, formats: [labelled] });
    await labelling.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST);
    assert.deepEqual(client.requests.at(-1)?.labels, [label]);
    await labelling.protect(textSource(`${PLAIN}x`), memorySink(), { ...REQUEST, labels: [] });
    assert.deepEqual(client.requests.at(-1)?.labels, []);
  });

  it('closes the cipher when done', async () => {
    await engine.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST);
    assert.equal(await isClosed(client.ciphers.at(-1)!), true);
  });

  it('tells progress and warnings as they come', async () => {
    const progress: number[] = [];
    const warned: Warning[] = [];
    const warning = toyFormat({
      methods: {
        wrap: (source, envelope, sink, context) => {
          context.warn?.('regions-overlap', { structure: 'toy' });
          return toyFormat().wrap(source, envelope, sink, context);
        },
      },
    });
    const { warnings } = await new RightsEngine({ client, formats: [warning] }).protect(
      textSource(PLAIN.padEnd(100_000)),
      memorySink(),
      REQUEST,
      { progress: (done) => progress.push(done), warn: (one) => warned.push(one) },
    );
    assert.equal(progress.at(-1), 100_000);
    assert.deepEqual(warnings, warned);
    assert.deepEqual(
      warnings.map(({ code, where }) => [code, where?.structure]),
      [['regions-overlap', 'toy']],
    );
  });

  it('gives a format its own settings, its limits and scratch space that is gone afterwards', async () => {
    const seen: unknown[] = [];
    const curious = toyFormat({
      methods: {
        wrap: async (source, envelope, sink, context) => {
          const spool = await context.spool!();
          await spool.write(Uint8Array.of(1));
          seen.push(context.settings, context.limits?.metadataBytes, spool);
          await toyFormat().wrap(source, envelope, sink, context);
        },
      },
    });
    const limited = new RightsEngine({ client, formats: [curious], limits: { metadataBytes: 5 } });
    await limited.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST, {
      settings: { toy: { loud: true }, any: { loud: false } },
    });
    const [settings, metadataBytes, spool] = seen;
    assert.deepEqual([settings, metadataBytes], [{ loud: true }, 5]);
    await assert.rejects((spool as { write(bytes: Uint8Array): Promise<void> }).write(Uint8Array.of(1)));
  });

  describe('refuses before a licence exists', () => {
    const refusals: readonly (readonly [what: string, text: string, expected: object])[] = [
      ['an obstacle', `${SIGNED}x`, { code: 'UnsupportedFormat', reason: 'signed', message: 'It is signed.' }],
      ['a password', `${LOCKED}x`, { code: 'UnsupportedFormat', reason: 'password' }],
      ['a foreign protection', `${FOREIGN}x`, { code: 'UnsupportedFormat', reason: 'other-drm' }],
      ['a protected file', 'toy protected .toy\n0\n', { code: 'AlreadyProtected' }],
    ];
    for (const [what, text, expected] of refusals) {
      it(what, async () => {
        const sink = trackedSink();
        const before = client.requests.length;
        await assert.rejects(engine.protect(textSource(text), sink, REQUEST), expected);
        assert.equal(client.requests.length, before);
        assert.equal(sink.state, 'aborted');
      });
    }

    it('a path in place of a name', async () => {
      const before = client.requests.length;
      const request = { ...REQUEST, name: '../a.toy' };
      await assert.rejects(engine.protect(textSource(`${PLAIN}x`), memorySink(), request), { code: 'UsageError' });
      assert.equal(client.requests.length, before);
    });

    it('an output that cannot be opened', async () => {
      const before = client.requests.length;
      const output = (): never => {
        throw new CannotWrite('No room.');
      };
      await assert.rejects(engine.protect(textSource(`${PLAIN}x`), output, REQUEST), { code: 'CannotWrite' });
      assert.equal(client.requests.length, before);
    });
  });

  describe('with a format the caller names', () => {
    const request = { ...REQUEST, format: 'any' };

    it('wraps what has a format of its own', async () => {
      const { format, outputName } = await engine.protect(textSource(`${PLAIN}x`), memorySink(), request);
      assert.deepEqual([format, outputName], ['any', 'a.toy.any']);
    });

    it('wraps what its own format could not: a password or foreign protection stays inside', async () => {
      for (const text of [LOCKED, FOREIGN, SIGNED]) {
        assert.equal((await engine.protect(textSource(text), memorySink(), request)).format, 'any');
      }
    });

    it('does not wrap a protected file once more', async () => {
      const { source } = await protectedToy(engine, `${PLAIN}x`);
      await assert.rejects(engine.protect(source, memorySink(), request), { code: 'AlreadyProtected' });
    });
  });

  describe('when something fails', () => {
    const failing = (error: Error): FormatHandler => toyFormat({ methods: { wrap: () => Promise.reject(error) } });

    it('aborts the output and closes the cipher', async () => {
      const sink = trackedSink();
      const broken = new RightsEngine({ client, formats: [failing(new CannotWrite('full'))] });
      await assert.rejects(broken.protect(textSource(`${PLAIN}x`), sink, REQUEST), { code: 'CannotWrite' });
      assert.equal(sink.state, 'aborted');
      assert.equal(await isClosed(client.ciphers.at(-1)!), true);
    });

    it('says which format had the bug', async () => {
      const broken = new RightsEngine({ client, formats: [failing(new TypeError('x is not a function'))] });
      await assert.rejects(broken.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST), {
        code: 'InternalError',
        message: /\btoy\b/,
      });
    });

    it('says which client had the bug', async () => {
      const broken = new MemoryClient();
      broken.publish = () => Promise.reject(new RangeError('out of range'));
      const engineOfIt = new RightsEngine({ client: broken, formats: [toyFormat()] });
      const sink = trackedSink();
      await assert.rejects(engineOfIt.protect(textSource(`${PLAIN}x`), sink, REQUEST), {
        code: 'InternalError',
        message: /\bmemory\b/,
      });
      assert.equal(sink.state, 'aborted');
    });

    it('aborts the output when committing fails', async () => {
      const sink = { ...trackedSink(), commit: () => Promise.reject(new CannotWrite('full')), aborted: 0 };
      sink.abort = () => {
        sink.aborted += 1;
        return Promise.resolve();
      };
      await assert.rejects(engine.protect(textSource(`${PLAIN}x`), sink, REQUEST), { code: 'CannotWrite' });
      assert.equal(sink.aborted, 1);
    });

    it('reports the failure itself, not that of cleaning up after it', async () => {
      const sink = { ...trackedSink(), abort: () => Promise.reject(new Error('stuck')) };
      const broken = new RightsEngine({ client, formats: [failing(new CannotWrite('full'))] });
      await assert.rejects(broken.protect(textSource(`${PLAIN}x`), sink, REQUEST), { code: 'CannotWrite' });
    });

    it('needs a client', async () => {
      const clientless = new RightsEngine({ formats: [toyFormat()] });
      await assert.rejects(clientless.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST), { code: 'UsageError' });
    });
  });

  describe('when the signal fires', () => {
    it('does nothing at all if it had fired before', async () => {
      const sink = trackedSink();
      const before = client.requests.length;
      const run = { signal: AbortSignal.abort() };
      await assert.rejects(engine.protect(textSource(`${PLAIN}x`), sink, REQUEST, run), { code: 'Aborted' });
      assert.equal(sink.state, 'aborted');
      assert.equal(client.requests.length, before);
    });

    it('leaves nothing behind in the middle of the content', async () => {
      const sink = trackedSink();
      const controller = new AbortController();
      const progress = (): void => {
        controller.abort();
      };
      const text = PLAIN.padEnd(8 * 1024 * 1024);
      const run = { signal: controller.signal, progress };
      await assert.rejects(engine.protect(textSource(text), sink, REQUEST, run), { code: 'Aborted' });
      assert.equal(sink.state, 'aborted');
      assert.equal(await isClosed(client.ciphers.at(-1)!), true);
    });

    it('takes whatever a plugin throws then for the abort', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const throwing = toyFormat({
        methods: {
          wrap: () => {
            controller.abort(reason);
            controller.signal.throwIfAborted();
            return Promise.resolve();
          },
        },
      });
      const aborting = new RightsEngine({ client, formats: [throwing] });
      const run = { signal: controller.signal };
      await assert.rejects(aborting.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST, run), { code: 'Aborted' });
    });

    it('does not commit what was complete', async () => {
      const controller = new AbortController();
      const late = toyFormat({
        methods: {
          wrap: async (source, envelope, sink, context) => {
            await toyFormat().wrap(source, envelope, sink, context);
            controller.abort();
          },
        },
      });
      const sink = trackedSink();
      const aborting = new RightsEngine({ client, formats: [late] });
      const run = { signal: controller.signal };
      await assert.rejects(aborting.protect(textSource(`${PLAIN}x`), sink, REQUEST, run), { code: 'Aborted' });
      assert.equal(sink.state, 'aborted');
    });
  });
});
