import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import type { RecordFilter } from '../../src/record/authority-record.js';
import { homeRecord } from '../../src/record/home-record.js';
import type { RecordEntry } from '../../src/record/record-entry.js';
import { RUN_SOURCES } from '../../../../test/support/run-sources.js';

const entry = (who: string, changes: Partial<RecordEntry> = {}): RecordEntry => ({
  time: '2024-05-06T07:08:09.000Z',
  action: 'grant',
  contentId: 'b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11',
  who,
  ...changes,
});

async function append(path: string, ...added: readonly RecordEntry[]): Promise<void> {
  const record = homeRecord(path);
  for (const one of added) await record.append(one);
  record.close();
}

async function read(path: string, filter?: RecordFilter): Promise<{ who: string[]; damaged: number }> {
  const reading = homeRecord(path).read(filter);
  const who: string[] = [];
  for await (const found of reading) who.push(found.who);
  return { who, damaged: reading.damagedLines };
}

/** Starts a process that appends lines naming itself, `count` of them or until it is killed. */
function startWriter(path: string, name: string, count: number): ReturnType<typeof spawn> {
  return spawn(
    process.execPath,
    [...RUN_SOURCES, join(import.meta.dirname, 'record-writer.ts'), path, name, String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

describe('homeRecord', () => {
  const path = useTemporaryFolder();

  it('keeps entries in order, one JSON line each, for its user only', async () => {
    await append(path('r'), entry('a@example.com', { action: 'publish', owner: 'a@example.com' }));
    await append(path('r'), entry('b@example.com', { rights: ['VIEW'], superUser: true }));
    await append(path('r'), entry('c@example.com', { action: 'deny', reason: 'no-right' }));
    assert.deepEqual(await read(path('r')), {
      who: ['a@example.com', 'b@example.com', 'c@example.com'],
      damaged: 0,
    });
    const lines = readFileSync(path('r'), 'utf8').trimEnd().split('\n');
    const { writer, number, previous, ...facts } = JSON.parse(lines[1]!) as Record<string, unknown>;
    assert.deepEqual(facts, entry('b@example.com', { rights: ['VIEW'], superUser: true }));
    assert.deepEqual([typeof writer, number, typeof previous], ['string', 1, 'string']);
    if (process.platform !== 'win32') assert.equal(statSync(path('r')).mode & 0o777, 0o600);
  });

  it('is empty before the first entry', async () => {
    assert.deepEqual(await read(path('r')), { who: [], damaged: 0 });
  });

  it('filters by content, person and action, without regard to case', async () => {
    await append(path('r'), entry('a@example.com'));
    await append(path('r'), entry('b@example.com', { action: 'deny' }));
    await append(path('r'), entry('b@example.com', { contentId: '0c7f3f0e-5f9f-43a0-8a2b-d2f3c1b0e9d8' }));
    assert.deepEqual((await read(path('r'), { who: 'B@Example.com' })).who.length, 2);
    assert.deepEqual((await read(path('r'), { actions: ['deny'] })).who, ['b@example.com']);
    assert.deepEqual((await read(path('r'), { contentId: entry('').contentId.toUpperCase() })).who, [
      'a@example.com',
      'b@example.com',
    ]);
  });

  it('survives a cut at every byte: whole lines stay and the next one is whole', async () => {
    await append(path('r'), entry('first@example.com'));
    const kept = statSync(path('r')).size;
    await append(path('r'), entry('zoë@example.com'));
    const whole = readFileSync(path('r'));
    for (let length = kept; length <= whole.length; length += 1) {
      writeFileSync(path('r'), whole.subarray(0, length));
      await append(path('r'), entry('next@example.com'));
      const complete = length >= whole.length - 1;
      assert.deepEqual(
        await read(path('r')),
        {
          who: ['first@example.com', ...(complete ? ['zoë@example.com'] : []), 'next@example.com'],
          damaged: complete || length === kept ? 0 : 1,
        },
        `cut at ${length}`,
      );
    }
  });

  it('goes on behind what others have done to a file it holds open', async () => {
    const record = homeRecord(path('r'));
    await record.append(entry('a@example.com'));
    await append(path('r'), entry('other@example.com'));
    await record.append(entry('b@example.com'));
    truncateSync(path('r'), statSync(path('r')).size - 5);
    await record.append(entry('c@example.com'));
    assert.deepEqual(await read(path('r')), {
      who: ['a@example.com', 'other@example.com', 'c@example.com'],
      damaged: 1,
    });
    record.close();
  });

  it('begins a new file where the one it holds open was moved or removed', async () => {
    const record = homeRecord(path('r'));
    await record.append(entry('a@example.com'));
    renameSync(path('r'), path('old'));
    await record.append(entry('b@example.com'));
    rmSync(path('r'));
    await record.append(entry('c@example.com'));
    assert.deepEqual((await read(path('old'))).who, ['a@example.com']);
    assert.deepEqual((await read(path('r'))).who, ['c@example.com']);
    record.close();
  });

  it('adds the entry of work that was under way when it was closed', async () => {
    const record = homeRecord(path('r'));
    await record.append(entry('a@example.com'));
    record.close();
    await record.append(entry('b@example.com'));
    assert.deepEqual((await read(path('r'))).who, ['a@example.com', 'b@example.com']);
  });

  it('counts a cut last line before anything follows it', async () => {
    await append(path('r'), entry('a@example.com'));
    await append(path('r'), entry('b@example.com'));
    truncateSync(path('r'), statSync(path('r')).size - 5);
    assert.deepEqual(await read(path('r')), { who: ['a@example.com'], damaged: 1 });
  });

  it('finds an entry that another process glued to a cut line', async () => {
    writeFileSync(path('r'), '{"time":"2024-05-06T07:0');
    appendFileSync(path('r'), `${JSON.stringify(entry('a@example.com'))}\n`);
    assert.deepEqual(await read(path('r')), { who: ['a@example.com'], damaged: 1 });
  });

  it('skips and counts lines that are no entries, blank lines aside', async () => {
    writeFileSync(path('r'), `null\n\n{"time":"yesterday"}\n\u0000\n${JSON.stringify(entry('a@example.com'))}\n[1]\n`);
    assert.deepEqual(await read(path('r')), { who: ['a@example.com'], damaged: 4 });
  });

  it('skips a line of many megabytes without keeping it', async () => {
    writeFileSync(path('r'), Buffer.alloc(20 * 1024 * 1024, 'x'));
    await append(path('r'), entry('a@example.com'));
    assert.deepEqual(await read(path('r')), { who: ['a@example.com'], damaged: 1 });
  });

  it('reads lines however they fall on the chunks of the file', async () => {
    const names = Array.from({ length: 2000 }, (_, number) => `user-${'x'.repeat(number % 97)}${number}@example.com`);
    writeFileSync(path('r'), names.map((name) => `${JSON.stringify(entry(name))}\n`).join(''));
    assert.ok(statSync(path('r')).size > 3 * 64 * 1024);
    assert.deepEqual(await read(path('r')), { who: names, damaged: 0 });
  });

  it('names the file when it cannot be written', async () => {
    await assert.rejects(append(path('missing/r'), entry('a@example.com')), {
      code: 'CannotWrite',
      where: { file: path('missing/r'), structure: 'record' },
    });
  });

  it('names the file when it cannot be read', async () => {
    await assert.rejects(read(path()), { code: 'CannotRead' });
  });

  it('keeps whole lines when several processes append at once', async () => {
    const names = ['w0@example.com', 'w1@example.com', 'w2@example.com', 'w3@example.com'];
    const exits = names.map((name) => once(startWriter(path('r'), name, 300), 'exit'));
    assert.deepEqual(
      (await Promise.all(exits)).map(([code]) => code as unknown),
      [0, 0, 0, 0],
    );
    const { who, damaged } = await read(path('r'));
    assert.equal(damaged, 0);
    for (const name of names) assert.equal(who.filter((found) => found === name).length, 300);
  });

  it('loses nothing that was appended when the process is killed', async () => {
    const writer = startWriter(path('r'), 'w@example.com', Infinity);
    let reported = 0;
    writer.stdout?.on('data', (chunk: Uint8Array) => {
      reported += chunk.length;
      if (reported > 200) writer.kill('SIGKILL');
    });
    await once(writer, 'close');
    await append(path('r'), entry('after@example.com'));
    const { who, damaged } = await read(path('r'));
    assert.ok(who.length - 1 >= reported, `${who.length} entries, ${reported} reported`);
    assert.ok(damaged <= 1);
    assert.equal(who.at(-1), 'after@example.com');
  });
});
