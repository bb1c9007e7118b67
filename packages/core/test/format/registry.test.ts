import assert from 'node:assert/strict';
import {
  bytesSource,
  CannotRead,
  DEFAULT_LIMITS,
  FormatRegistry,
  type ByteSource,
  type Detection,
  type FormatHandler,
} from '@rightsmith/core';
import { toyFormat } from '../engine/support/toy-format.js';

const source = bytesSource(Buffer.from('anything at all'));

/** A format that always says the same. */
function saying(id: string, certainty?: Detection['certainty'], status: Detection['status'] = 'plain'): FormatHandler {
  const detection = certainty && { status, certainty, reason: `said ${id}` };
  return detecting(id, () => Promise.resolve(detection));
}

function detecting(id: string, detect: FormatHandler['detect']): FormatHandler {
  return toyFormat({ id, methods: { detect } });
}

describe('FormatRegistry', () => {
  it('refuses two formats of one id', () => {
    assert.throws(() => new FormatRegistry([saying('a'), saying('b'), saying('a')]), {
      code: 'UsageError',
      message: /\ba\b/,
    });
  });

  it('refuses a format made for another version of the interface, naming both versions', () => {
    const handler = saying('late');
    const late = { ...handler, info: { ...handler.info, apiVersion: 2 as 1 } };
    assert.throws(() => new FormatRegistry([late]), { code: 'UsageError', message: /late.*\b2\b.*\b1\b/ });
  });

  it('lists formats in the order of registration', () => {
    const { formats } = new FormatRegistry([saying('b'), saying('a')]);
    assert.deepEqual(
      formats.map(({ id }) => id),
      ['b', 'a'],
    );
  });

  it('finds a format by its id, and says which there are', () => {
    const handler = saying('a');
    const registry = new FormatRegistry([handler, saying('b')]);
    assert.equal(registry.byId('a'), handler);
    assert.throws(() => registry.byId('c'), { code: 'UsageError', hint: /a, b/ });
  });

  describe('detect', () => {
    it('takes the most certain, wherever it was registered', async () => {
      const orders = [
        ['fallback', 'likely', 'certain'],
        ['certain', 'likely', 'fallback'],
        ['likely', 'certain', 'fallback'],
      ] as const;
      for (const order of orders) {
        const registry = new FormatRegistry(order.map((certainty) => saying(certainty, certainty)));
        const { handler, detection, votes } = await registry.detect(source);
        assert.equal(handler.info.id, 'certain');
        assert.equal(detection.reason, 'said certain');
        assert.deepEqual(
          votes.map((vote) => vote.handler.info.id),
          ['certain', 'likely', 'fallback'],
        );
      }
    });

    it('refuses a tie within one level, naming both', async () => {
      for (const certainty of ['certain', 'likely', 'fallback'] as const) {
        const registry = new FormatRegistry([saying('one', certainty), saying('two', certainty)]);
        await assert.rejects(registry.detect(source), { code: 'UnsupportedFormat', message: /one.*two/ });
      }
    });

    it('settles a tie by what is preferred, and nothing else', async () => {
      const handlers = [
        saying('one', 'likely'),
        saying('two', 'likely'),
        saying('three', 'likely'),
        saying('low', 'fallback'),
      ];
      const winner = async (...prefer: readonly string[]): Promise<string> =>
        (await new FormatRegistry(handlers, { prefer }).detect(source)).handler.info.id;
      assert.equal(await winner('two'), 'two');
      assert.equal(await winner('low', 'three', 'two'), 'three');
      assert.throws(() => new FormatRegistry(handlers, { prefer: ['nobody'] }), { code: 'UsageError' });
    });

    it('takes no notice of a tie below the winner', async () => {
      const registry = new FormatRegistry([saying('a', 'likely'), saying('b', 'likely'), saying('c', 'certain')]);
      assert.equal((await registry.detect(source)).handler.info.id, 'c');
    });

    it('refuses a file nobody recognises', async () => {
      const registry = new FormatRegistry([saying('a'), saying('b')]);
      await assert.rejects(registry.detect(source), { code: 'UnsupportedFormat', reason: 'unknown' });
      await assert.rejects(new FormatRegistry([]).detect(source), { code: 'UnsupportedFormat', reason: 'unknown' });
    });

    it('takes the format the caller names, if it recognises the file', async () => {
      const registry = new FormatRegistry([saying('a', 'certain'), saying('b', 'fallback'), saying('c')]);
      const { handler, votes } = await registry.detect(source, {}, {}, 'b');
      assert.equal(handler.info.id, 'b');
      assert.equal(votes[0]?.handler.info.id, 'a');
      await assert.rejects(registry.detect(source, {}, {}, 'c'), { code: 'UnsupportedFormat', message: /\bc\b/ });
      await assert.rejects(registry.detect(source, {}, {}, 'd'), { code: 'UsageError' });
    });

    it('hands over the name as a hint', async () => {
      const byName = detecting('byName', (_, { name }) =>
        Promise.resolve(name === 'a.toy' ? { status: 'plain', certainty: 'likely', reason: 'name' } : undefined),
      );
      const registry = new FormatRegistry([byName]);
      assert.equal((await registry.detect(source, { name: 'a.toy' })).handler, byName);
      await assert.rejects(registry.detect(source, {}), { code: 'UnsupportedFormat' });
    });

    it('takes a format that exceeds its budget for one that does not recognise the file', async () => {
      const greedy = detecting('greedy', async (budget: ByteSource) => {
        await budget.read(0, budget.size);
        return { status: 'plain', certainty: 'certain', reason: 'read it all' };
      });
      const registry = new FormatRegistry([greedy, saying('modest', 'fallback')]);
      const context = { limits: { ...DEFAULT_LIMITS, detectBytes: 4 } };
      assert.equal((await registry.detect(source, {}, context)).handler.info.id, 'modest');
      assert.equal((await registry.detect(source)).handler.info.id, 'greedy');
    });

    it('gives each format a budget of its own', async () => {
      const reading = (id: string, certainty: Detection['certainty']): FormatHandler =>
        detecting(id, async (budget) => {
          await budget.read(0, 10);
          return { status: 'plain', certainty, reason: id };
        });
      const registry = new FormatRegistry([reading('a', 'likely'), reading('b', 'certain')]);
      const { votes } = await registry.detect(source, {}, { limits: { ...DEFAULT_LIMITS, detectBytes: 10 } });
      assert.equal(votes.length, 2);
    });

    it('wraps a foreign exception and names the format', async () => {
      const broken = detecting('broken', () => Promise.reject(new TypeError('boom')));
      await assert.rejects(new FormatRegistry([broken]).detect(source), (error: Error) => {
        assert.equal((error as { code?: unknown }).code, 'InternalError');
        assert.match(error.message, /broken/);
        assert.ok(error.cause instanceof TypeError);
        return true;
      });
      const throwing = detecting('throwing', () => {
        throw new TypeError('boom');
      });
      await assert.rejects(new FormatRegistry([throwing]).detect(source), { code: 'InternalError' });
    });

    it('lets our own errors pass', async () => {
      const unreadable = detecting('a', () => Promise.reject(new CannotRead('gone')));
      await assert.rejects(new FormatRegistry([unreadable]).detect(source), { code: 'CannotRead' });
    });

    it('stops when the signal fires', async () => {
      const controller = new AbortController();
      const aborting = detecting('a', () => {
        controller.abort();
        return Promise.resolve(undefined);
      });
      const registry = new FormatRegistry([aborting, saying('b', 'certain')]);
      await assert.rejects(registry.detect(source, {}, { signal: controller.signal }), { code: 'Aborted' });
    });
  });
});
