import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { stagedFileSink } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { openFile } from '../src/file/open-file.js';
import { noJournal } from '../src/journal/journal.js';
import type { IntentLine, JournalLine } from '../src/journal/journal-line.js';
import type { FileResult } from '../src/options.js';
import { FileSteps, type ReadyFile } from '../src/run/file-steps.js';

describe('the steps of a file', () => {
  const path = useTemporaryFolder();
  const written: JournalLine[] = [];

  beforeEach(() => {
    written.length = 0;
  });

  function steps(finished: readonly FileResult[]): FileSteps {
    const run = {
      folder: path(),
      entries: [],
      finished: new Map(finished.map((result, n) => [n, result])),
      begun: new Map(),
      journal: { ...noJournal, append: (line: JournalLine) => written.push(line) },
      release: () => undefined,
    };
    const task = { verb: 'unprotect' } as const;
    return new FileSteps(run, {
      task,
      input: { files: [] },
      engine: { url: '', data: null },
      output: { overwrite: true },
    });
  }

  async function ready(n: number, file: string, output: string): Promise<ReadyFile> {
    writeFileSync(path(file), file);
    const { source, identity } = openFile(path(file));
    await source.close();
    const sink = stagedFileSink(path(output), { overwrite: true });
    await sink.write(Buffer.from(`result of ${file}`));
    await sink.commit();
    const facts = { format: 'pfile', contentId: 'x', size: 1, sha256: '', warnings: [] };
    return { entry: { n, file, size: 1 }, answer: { kind: 'prepared', staged: sink.staged!, source: identity, facts } };
  }

  it('replace no result of the run that is continued, under its own name or another', async () => {
    const done = { action: 'unprotect', ok: true, status: 'done' } as const;
    const earlier = steps([{ ...done, file: 'a.ptxt', output: 'a.txt' }]);
    writeFileSync(path('a.txt'), 'result of a.ptxt');
    const file = await ready(1, 'a.txt.pfile', 'a.txt');
    assert.equal((await earlier.place([file])).get(file.entry)?.error?.code, 'OutputExists');
    assert.equal(readFileSync(path('a.txt'), 'utf8'), 'result of a.ptxt');

    const own = steps([]);
    const [first, second] = [await ready(0, 'b.docx', 'b.docx'), await ready(1, 'b.docx.pfile', 'b.docx')];
    await own.place([first]);
    assert.equal((await own.place([second])).get(second.entry)?.error?.code, 'OutputExists');
    assert.equal(readFileSync(path('b.docx'), 'utf8'), 'result of b.docx');
  });

  it('put on record what an input was, but not on which device: that may be numbered anew', async () => {
    const file = await ready(0, 'a.ptxt', 'a.txt');
    await steps([]).place([file]);
    const intent = written.find((line): line is IntentLine => line.type === 'intent');
    const { device, ...kept } = file.answer.source;
    assert.equal(typeof device, 'string');
    assert.deepEqual(intent?.source, kept);
  });
});
