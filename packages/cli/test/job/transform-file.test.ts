import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { openInput } from '../../src/job/input.js';
import type { JobContext } from '../../src/job/job-context.js';
import { createFileTools, transformFile } from '../../src/job/transform-file.js';

describe('transformFile', () => {
  const path = useTemporaryFolder();

  /** Makes one file of another in its place; `meanwhile` is called when the result is ready but for its last step. */
  async function transform(resultName: string, meanwhile: () => void): Promise<void> {
    const context = { streams: process, signal: new AbortController().signal } as unknown as JobContext;
    const files = [path('a.txt')];
    const tools = createFileTools({ files, inPlace: true }, context, { binaryResult: true });
    const input = await openInput(path('a.txt'), { ...tools, inPlace: true });
    await transformFile(input, tools, async ({ openSink }) => {
      const sink = openSink(resultName);
      await sink.write(new TextEncoder().encode('result'));
      meanwhile();
      // As the engine does.
      await sink.commit().catch(async (error: unknown) => {
        await sink.abort();
        throw error;
      });
    });
  }

  const changes: readonly (readonly [what: string, change: () => void])[] = [
    [
      'writes to it',
      () => {
        appendFileSync(path('a.txt'), ' and more');
      },
    ],
    [
      'puts another in its place',
      () => {
        writeFileSync(path('other'), 'text and more');
        renameSync(path('other'), path('a.txt'));
      },
    ],
  ];
  for (const resultName of ['a.txt', 'a.ptxt']) {
    it(`puts ${resultName} in the place of a.txt`, async () => {
      writeFileSync(path('a.txt'), 'text');
      await transform(resultName, () => undefined);
      assert.deepEqual(readdirSync(path()), [resultName]);
      assert.equal(readFileSync(path(resultName), 'utf8'), 'result');
    });

    for (const [what, change] of changes) {
      it(`loses nothing where somebody ${what} while ${resultName} is made of it`, async () => {
        writeFileSync(path('a.txt'), 'text');
        await assert.rejects(transform(resultName, change), { code: 'CannotRead' });
        assert.deepEqual(readdirSync(path()), ['a.txt']);
        assert.equal(readFileSync(path('a.txt'), 'utf8'), 'text and more');
      });
    }
  }
});
