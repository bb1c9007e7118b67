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
  ['kill', 'InternalError', /ended its process \(SIGKILL\)/],
  ['unhandled rejection', 'InternalError', /nobody waits for me/],
  ['thrown later', 'InternalError', /nobody catches me/],
  ['file read', 'InternalError', /Access to this API has been restricted/],
  ['own process', 'InternalError', /Access to this API has been restricted/],
  ['thread', 'InternalError', /Access to this API has been restricted/],
  ['connection', 'InternalError', /has no network: node:net connect/],
  ['fetch', 'InternalError', /has no network: global fetch/],
  ['name lookup', 'InternalError', /has no network: node:dns lookup/],
  ['inner binding', 'InternalError', /process\.binding/],
  ['environment', 'InternalError', /I know nothing/],
  ['no message', 'InternalError', /sent what is no message|Access to this API/],
  ['nonsense', 'InternalError', /an answer that the handler interface does not know/],
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
  options: { readonly deed: string; readonly at?: string },
  limits: Partial<IsolationLimits> = {},
): Promise<FormatHandler> {
  const request = { use: PLUGIN, isolation: 'process', options, limits } as const;
  return (await loadFormat(request, { folders: { paths: '/', packages: [] }, askedBy: 'a test' })).handler;
}
