import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { bytesSource, type ErrorCode, type FormatHandler } from '@rightsmith/core';
import { loadFormat, type IsolationLimits } from '@rightsmith/plugins';

const PLUGIN = fileURLToPath(new URL('../support/misbehaving.js', import.meta.url));
const MIB = 1024 * 1024;

/** Each deed of the plugin, the code it has to end with, and what the error or its cause must tell. */
const DEEDS: readonly (readonly [deed: string, code: ErrorCode, told: RegExp, limits?: Partial<IsolationLimits>])[] = [
  ['endless loop', 'LimitReached', /silent for 3000 ms/],
  ['silence', 'LimitReached', /silent for 3000 ms/],
  ['heap hog', 'LimitReached', /more than 268435456 bytes of memory/, { silenceMs: 60_000 }],
  ['buffer hog', 'LimitReached', /more than 268435456 bytes of memory/, { silenceMs: 60_000 }],
  ['exit', 'InternalError', /ended its process \(exit code 0\)/],
  ['unhandled rejection', 'InternalError', /nobody waits for me/],
  ['thrown later', 'InternalError', /nobody catches me/],
  ['message that is null', 'InternalError', /sent what is no message/],
  ['empty message', 'InternalError', /sent what is no message/],
  ['endless text', 'InternalError', /sent what is no message.*16777216 of them text/],
  ['deep message', 'InternalError', /sent what is no message/],
  ['message of no kind it knows', 'InternalError', /sent what is no message/],
  ['no message', 'InternalError', /sent what is no message|Access to this API/],
  ['nonsense', 'InternalError', /an answer that the handler interface does not know/],
];

/** Ways out of the process, and what whoever tries them is told. */
const WAYS_OUT: readonly (readonly [deed: string, told: RegExp])[] = [
  ['file read', /Access to this API has been restricted/],
  ['own process', /Access to this API has been restricted/],
  ['thread', /Access to this API has been restricted/],
  ['connection', /may not use node:net connect/],
  ['fetch', /may not use global fetch/],
  ['name lookup', /may not use node:dns lookup/],
  ['name question', /may not use node:dns queryA/],
  ['waiting for connections', /may not use node:net _createServerHandle/],
  ['own pipe', /may not use node:net pipe open/],
  ['datagram below', /may not use node:dgram UDP send/],
  ['end of the host', /may not use process kill/],
  ['debugger of the host', /may not use process _debugProcess/],
  ['priority of the host', /may not use node:os setPriority/],
  ['flags of V8', /may not use node:v8 setFlagsFromString/],
  ['picture of memory', /may not use node:v8 setHeapSnapshotNearHeapLimit/],
  ['report', /may not use process.report/],
  ['database', /may not use node:sqlite/],
  ['trace', /may not use node:trace_events/],
  ['inner binding', /process\.binding/],
  ['environment', /I know nothing/],
  ['kill', /may not use process kill/],
];

describe('a plugin in a process of its own', () => {
  for (const [deed, code, told, limits] of DEEDS) {
    it(`ends with ${code} on: ${deed}`, async () => {
      const handler = await load({ deed }, { silenceMs: 3000, residentBytes: 256 * MIB, ...limits });
      await assert.rejects(
        handler.detect(bytesSource(new Uint8Array(10)), {}, {}),
        (error: Error & { code: string }) => {
          assert.equal(error.code, code);
          assert.match(`${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`, told);
          return true;
        },
      );
    });
  }

  describe('finds no way out by', () => {
    let handler: FormatHandler | undefined;
    before(async () => {
      handler = await load({ deed: undefined });
    });

    for (const [deed, told] of WAYS_OUT) {
      it(deed, async () => {
        const detecting = handler?.detect(bytesSource(new Uint8Array(10)), { name: deed }, {});
        await assert.rejects(Promise.resolve(detecting), (error: Error & { code: string }) => {
          assert.equal(error.code, 'InternalError');
          assert.match((error.cause as Error).message, told);
          return true;
        });
      });
    }
  });

  for (const deed of ['facts of nothing', 'labels of nothing']) {
    it(`gives no ${deed}`, async () => {
      const handler = await load({ deed, at: 'inspect' });
      const inspecting = handler.inspect(bytesSource(new Uint8Array(10)), {});
      await assert.rejects(inspecting, { code: 'InternalError', message: /the handler interface does not know/ });
    });
  }

  it('gives no facts that would fill the memory of the host', async () => {
    const handler = await load({ deed: 'large facts', at: 'inspect' });
    const inspecting = handler.inspect(bytesSource(new Uint8Array(10)), {});
    await assert.rejects(inspecting, { code: 'LimitReached', limit: 'textBytes' });
  });

  it('cannot say what methods it has in a way nobody understands', async () => {
    await assert.rejects(load({ deed: 'no methods' }), { code: 'InternalError' });
  });

  it('changes nothing by answers that nobody asked for', async () => {
    const handler = await load({ deed: 'answer for another' });
    assert.equal(await handler.detect(bytesSource(new Uint8Array(10)), {}, {}), undefined);
    assert.equal('polluted' in {}, false);
  });

  it('may ask many things at once, and for more than a message holds', async () => {
    const many = await load({ deed: 'many questions' });
    assert.equal((await many.detect(bytesSource(new Uint8Array(10)), {}, {}))?.reason, '5000');
    const long = await load({ deed: 'long read' });
    const source = bytesSource(new Uint8Array(20 * MIB));
    assert.equal((await long.detect(source, {}, {}))?.reason, `${source.size}`);
  });

  it('cannot fill the memory of the host with answers that it does not take', async () => {
    const handler = await load({ deed: 'answers it does not take' }, { silenceMs: 4000 });
    let read = 0;
    const whole = bytesSource(new Uint8Array(4 * MIB));
    const source = {
      ...whole,
      read: async (offset: number, length: number) => {
        read += length;
        return whole.read(offset, length);
      },
    };
    await assert.rejects(handler.detect(source, {}, {}), { code: 'LimitReached', limit: 'silenceMs' });
    assert.ok(read > 0 && read < 100 * MIB, `${read} bytes`);
  });

  it('is started anew after it was ended', async () => {
    const handler = await load({ deed: 'exit', at: 'inspect' });
    const source = bytesSource(new Uint8Array(10));
    await assert.rejects(handler.inspect(source, {}), { code: 'InternalError' });
    assert.equal((await handler.detect(source, {}, {}))?.reason, 'mine');
  });

  it('ends every other call of it with the same error', async () => {
    const handler = await load({ deed: 'silence', at: 'inspect' }, { silenceMs: 3000 });
    const source = bytesSource(new Uint8Array(10));
    const calls = await Promise.allSettled([handler.inspect(source, {}), handler.inspect(source, {})]);
    for (const { status } of calls) assert.equal(status, 'rejected');
  });

  it('is ended a moment after the signal fired where it does not listen', async () => {
    const handler = await load({ deed: 'endless loop', at: 'inspect' }, { silenceMs: 60_000 });
    const signal = AbortSignal.timeout(100);
    await assert.rejects(handler.inspect(bytesSource(new Uint8Array(10)), { signal }), { code: 'Aborted' });
  });

  it('cannot even be loaded where it misbehaves at once', async () => {
    await assert.rejects(load({ deed: 'exit', at: 'load' }), { code: 'InternalError' });
    await assert.rejects(load({ deed: 'endless loop', at: 'load' }, { silenceMs: 3000 }), { code: 'LimitReached' });
  });

  it('does not wait for the host while the host waits for its own things', async () => {
    const handler = await load({ deed: 'one byte', at: 'inspect' }, { silenceMs: 1500 });
    const slow = bytesSource(new Uint8Array(10));
    const read = slow.read.bind(slow);
    const source = {
      ...slow,
      read: async (offset: number, length: number) => {
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return read(offset, length);
      },
    };
    await assert.rejects(handler.inspect(source, {}), { code: 'InternalError', message: /an answer that/ });
  });
});

async function load(
  options: { readonly deed: string | undefined; readonly at?: string },
  limits: Partial<IsolationLimits> = {},
): Promise<FormatHandler> {
  const request = { use: PLUGIN, isolation: 'process', options, limits } as const;
  return (await loadFormat(request, { folders: { paths: '/', packages: [] }, askedBy: 'a test' })).handler;
}
