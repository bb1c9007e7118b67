import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { openAuthority } from '@rightsmith/authority';
import { bytesSource, fileSink, memorySink, RightsEngine, RightsmithError, throwIfAborted } from '@rightsmith/core';
import type { ByteSource, FileSink, OpenedContent, ProtectRequest, RmsClient } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { useTemporaryFolder } from './support/temporary-folder.js';

const MIB = 1024 * 1024;

/** Of several runs, and more than scratch space keeps in memory. */
const CONTENT: Uint8Array = new Uint8Array(4 * MIB).fill(7);

const REQUEST: ProtectRequest = {
  name: 'a.txt',
  policy: { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] },
};

/** Fires its signal at one step of an operation, and tells what was begun after that. */
class Tripwire {
  readonly #controller = new AbortController();
  readonly #place: number;
  #steps = 0;
  bytesBegunAfter = 0;

  constructor(place: number) {
    this.#place = place;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get steps(): number {
    return this.#steps;
  }

  /** A step before the work and one after it. */
  async around<T>(work: () => Promise<T>, bytes = 0): Promise<T> {
    this.#step();
    if (this.signal.aborted) this.bytesBegunAfter += bytes;
    return work().finally(() => {
      this.#step();
    });
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps === this.#place) this.#controller.abort();
  }
}

function watchedSource(source: ByteSource, wire: Tripwire): ByteSource {
  return { ...source, read: (offset, length) => wire.around(() => source.read(offset, length), length) };
}

function watchedSink(sink: FileSink, wire: Tripwire): FileSink {
  return {
    write: (bytes) => wire.around(() => sink.write(bytes), bytes.length),
    commit: () => wire.around(() => sink.commit()),
    abort: () => sink.abort(),
  };
}

function watchedStream(bytes: Uint8Array, wire: Tripwire): Readable {
  const length = 65_536;
  return Readable.from(
    (async function* () {
      for (let offset = 0; offset < bytes.length; offset += length) {
        yield await wire.around(() => Promise.resolve(bytes.subarray(offset, offset + length)), length);
      }
    })(),
  );
}

function watchedClient(client: RmsClient, wire: Tripwire): RmsClient {
  return {
    info: client.info,
    templates: (context) => client.templates(context),
    publish: (request, context) => wire.around(() => client.publish(request, context)),
    acquire: (license, context) => wire.around(() => client.acquire(license, context)),
    close: () => client.close(),
  };
}

/** What an operation works with. */
interface Surroundings {
  readonly engine: RightsEngine;
  readonly sink: FileSink;
  readonly wire: Tripwire;
}

interface Operation {
  readonly name: string;
  readonly reads: 'plain' | 'protected';
  run(input: Uint8Array, surroundings: Surroundings): Promise<unknown>;
}

const OPERATIONS: readonly Operation[] = [
  {
    name: 'protecting a file',
    reads: 'plain',
    run: (input, { engine, sink, wire }) =>
      engine.protect(watchedSource(bytesSource(input), wire), sink, REQUEST, { signal: wire.signal }),
  },
  {
    name: 'protecting a stream',
    reads: 'plain',
    run: (input, { engine, sink, wire }) =>
      engine.protect(watchedStream(input, wire), sink, REQUEST, { signal: wire.signal }),
  },
  {
    name: 'protecting a stream by way of scratch space',
    reads: 'plain',
    run: (input, { engine, sink, wire }) => {
      const request = { ...REQUEST, deprecatedAlgorithms: true };
      return engine.protect(watchedStream(input, wire), sink, request, { signal: wire.signal });
    },
  },
  {
    name: 'unprotecting a file',
    reads: 'protected',
    run: (input, { engine, sink, wire }) =>
      engine.unprotect(watchedSource(bytesSource(input), wire), sink, { signal: wire.signal }),
  },
  {
    name: 'reading the content of a file',
    reads: 'protected',
    run: async (input, { engine, sink, wire }) => {
      const opened = await engine.open(watchedSource(bytesSource(input), wire), { signal: wire.signal });
      await copyContent(opened, sink, wire.signal);
    },
  },
];

async function copyContent(opened: OpenedContent, sink: FileSink, signal: AbortSignal): Promise<void> {
  try {
    for await (const bytes of opened.stream()) await sink.write(bytes);
    throwIfAborted(signal);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await opened.close();
  }
}

/** 1, 2, 3 … and from some number on larger steps. */
function* places(): Generator<number> {
  for (let place = 1; ; place += Math.ceil(Math.max(1, place - 24) / 8)) yield place;
}

describe('a signal that fires at any step', () => {
  const path = useTemporaryFolder();
  let scratchFolder: string | undefined;
  beforeEach(() => {
    scratchFolder = process.env['TMPDIR'];
    const [scratch] = [path('scratch'), path('target')].map(
      (folder) => mkdirSync(folder, { recursive: true }) && folder,
    );
    process.env['TMPDIR'] = scratch;
  });
  afterEach(() => {
    if (scratchFolder === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = scratchFolder;
  });

  for (const operation of OPERATIONS) {
    it(`stops ${operation.name} within one run and leaves nothing behind`, async () => {
      const authority = await openAuthority({ home: path('home') });
      const client = authority.clientFor('alice@example.com');
      const engineFor = (wire: Tripwire): RightsEngine =>
        new RightsEngine({
          client: watchedClient(client, wire),
          formats: [pfile()],
          limits: { spoolMemoryBytes: MIB },
        });
      const file = memorySink();
      await engineFor(new Tripwire(0)).protect(bytesSource(CONTENT), file, REQUEST);
      const input = operation.reads === 'plain' ? CONTENT : file.bytes();
      let aborted = 0;
      for (const place of places()) {
        const wire = new Tripwire(place);
        const sink = watchedSink(fileSink(join(path('target'), 'a')), wire);
        const error: unknown = await operation.run(input, { engine: engineFor(wire), sink, wire }).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        const stepsAtEnd = wire.steps;
        for (let turn = 0; turn < 3; turn += 1) await setImmediate();
        assert.equal(wire.steps, stepsAtEnd, `stopped at step ${place}, it goes on after its end`);
        assert.deepEqual(readdirSync(path('scratch')), [], `step ${place}`);
        assert.ok(
          wire.bytesBegunAfter <= MIB,
          `stopped at step ${place}, it went on with ${wire.bytesBegunAfter} bytes`,
        );
        if (error === undefined) {
          // Only a signal in the last step, when the file is being put into its place, comes too late.
          assert.ok(place >= wire.steps - 1, `step ${place} of ${wire.steps} was not noticed`);
          break;
        }
        assert.ok(RightsmithError.is(error) && error.code === 'Aborted', `step ${place}`);
        assert.deepEqual(readdirSync(path('target')), [], `step ${place}`);
        aborted += 1;
      }
      assert.ok(aborted > 10, `only ${aborted} steps`);
      await authority.close();
    });
  }
});
