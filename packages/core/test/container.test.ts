import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { FormatRegistry, memorySink, RightsEngine } from '@rightsmith/core';
import {
  clientModule,
  coreModule,
  createContainer,
  formatModule,
  FormatRegistryId,
  RightsEngineId,
  RmsClientId,
} from '@rightsmith/core/container';
import { MemoryClient } from './engine/support/memory-client.js';
import { PLAIN, toyFormat } from './engine/support/toy-format.js';
import { REQUEST, textSource } from './engine/support/toys.js';
import { RUN_SOURCES } from '../../../test/support/run-sources.js';

describe('createContainer', () => {
  it('gives out a working engine', async () => {
    const client = new MemoryClient();
    const engine = createContainer({ client, formats: [toyFormat()] }).get(RightsEngineId);
    assert.ok(engine instanceof RightsEngine);
    const { format } = await engine.protect(textSource(`${PLAIN}x`), memorySink(), REQUEST);
    assert.equal(format, 'toy');
    assert.equal(client.requests.length, 1);
  });

  it('gives out one engine and one registry, which belong together', () => {
    const container = createContainer({ formats: [toyFormat()] });
    assert.equal(container.get(RightsEngineId), container.get(RightsEngineId));
    assert.equal(container.get(FormatRegistryId), container.get(RightsEngineId).formats);
  });

  it('collects formats from the list and from modules, made or still to be made', () => {
    const made: string[] = [];
    const factory = (): ReturnType<typeof toyFormat> => {
      made.push('c');
      return toyFormat({ id: 'c' });
    };
    const modules = [formatModule(toyFormat({ id: 'b' })), formatModule(factory)];
    const container = createContainer({ formats: [toyFormat({ id: 'a' })], modules });
    assert.deepEqual(made, []);
    const { formats } = container.get(FormatRegistryId);
    assert.deepEqual(
      formats.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(made, ['c']);
  });

  it('takes a client from a module', () => {
    const client = new MemoryClient();
    const container = createContainer({ modules: [clientModule(() => client)] });
    assert.equal(container.get(RmsClientId), client);
  });

  it('works without formats and client, for whoever binds them later', () => {
    assert.deepEqual(createContainer().get(RightsEngineId).formats.formats, []);
  });

  it('passes settings on to the engine', async () => {
    const limits = { detectBytes: 1 };
    const curious = toyFormat();
    const engine = createContainer({ formats: [curious], limits }).get(RightsEngineId);
    await assert.rejects(engine.inspect(textSource(`${PLAIN}x`)), { code: 'UnsupportedFormat' });
  });

  it('lets our own errors out', () => {
    const container = createContainer({ formats: [toyFormat(), toyFormat()] });
    assert.throws(() => container.get(FormatRegistryId), { code: 'UsageError' });
  });

  it('is put together from modules that can be used alone', () => {
    const container = createContainer();
    container.unload(coreModule);
    assert.equal(container.isBound(FormatRegistryId), false);
    container.load(coreModule);
    assert.ok(container.get(FormatRegistryId) instanceof FormatRegistry);
  });
});

describe('@rightsmith/core', () => {
  it('does not load inversify, which patches the global Reflect', () => {
    const script = `await import('@rightsmith/core'); process.stdout.write(String('getOwnMetadata' in Reflect));`;
    const run = (text: string): string =>
      execFileSync(process.execPath, [...RUN_SOURCES, '--input-type=module', '-e', text], {
        encoding: 'utf8',
        cwd: import.meta.dirname,
      });
    assert.equal(run(script), 'false');
    assert.equal(run(script.replace('core', 'core/container')), 'true');
  });
});
