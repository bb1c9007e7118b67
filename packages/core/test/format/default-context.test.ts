import assert from 'node:assert/strict';
import { DEFAULT_LIMITS, defaultFormatContext, systemClock } from '@rightsmith/core';

describe('defaultFormatContext', () => {
  it('fills every member', async () => {
    const context = defaultFormatContext();
    assert.equal(context.signal.aborted, false);
    assert.equal(context.limits, DEFAULT_LIMITS);
    assert.deepEqual(context.settings, {});
    assert.ok(Math.abs(context.clock.now() - Date.now()) < 60_000);
    assert.equal(context.random.bytes(16).length, 16);
    context.progress(1);
    context.warn('right-unknown');
    context.logger.debug('nothing to see');
    const spool = await context.spool();
    await spool.write(Uint8Array.of(1, 2, 3));
    assert.deepEqual(await (await spool.source()).read(0, 3), Uint8Array.of(1, 2, 3));
    await spool.close();
  });

  it('keeps what the caller gives', () => {
    const settings = { major: 2 };
    const context = defaultFormatContext({ settings, clock: { now: () => 7 } });
    assert.equal(context.settings, settings);
    assert.equal(context.clock.now(), 7);
    assert.notEqual(context.clock, systemClock);
  });

  it('gives fresh randomness at each call', () => {
    const { random } = defaultFormatContext();
    assert.notDeepEqual(random.bytes(32), random.bytes(32));
  });
});
