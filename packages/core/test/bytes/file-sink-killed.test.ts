import { fileSink } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';
import { stripSources } from './support/strip-sources.js';

describe('fileSink of a process that is killed', () => {
  const folder = useTemporaryFolder();

  /** Whether the writer was killed; otherwise it came to its end. */
  function isKilled(writer: string, ...values: readonly (string | number | boolean)[]): boolean {
    const { signal, status, stderr } = spawnSync(process.execPath, [writer, ...values.map(String)], {
      encoding: 'utf8',
    });
    assert.ok(signal === 'SIGKILL' || status === 0, stderr);
    return signal === 'SIGKILL';
  }

  function stateOf(target: string): string {
    if (!existsSync(target)) return 'missing';
    const content = readFileSync(target);
    return content.equals(sampleBytes(3000)) ? 'new' : content.toString('latin1');
  }

  /** What the next run of a program would do. */
  async function writeAnother(name: string): Promise<void> {
    const sink = fileSink(name);
    await sink.write(sampleBytes(1));
    await sink.abort();
  }

  for (const { what, overwrite, before, callsAfter } of [
    { what: 'a file it replaces', overwrite: true, before: 'old', callsAfter: ['open', 'sync'] },
    { what: 'a new file', overwrite: false, before: 'missing', callsAfter: ['unlink', 'open', 'sync'] },
  ]) {
    it(`leaves ${what} as it was or whole, and the next run cleans up`, async () => {
      const writer = stripSources(folder('program'));
      const target = folder('output/target');
      const callsBefore = ['open', 'write', 'write', 'write', 'chmod', 'utimes', 'sync', overwrite ? 'rename' : 'link'];
      const states: string[] = [];
      let leftOver = 0;
      for (let call = 1, killed = true; killed; call += 1) {
        rmSync(folder('output'), { recursive: true, force: true });
        mkdirSync(folder('output'));
        if (before === 'old') writeFileSync(target, before);
        killed = isKilled(writer, target, overwrite, call);
        states.push(stateOf(target));
        leftOver += readdirSync(folder('output')).filter((name) => name !== 'target').length;
        await writeAnother(folder('output/another'));
        assert.deepEqual(readdirSync(folder('output')), states.at(-1) === 'missing' ? [] : ['target']);
      }
      assert.deepEqual(states, [...callsBefore.map(() => before), ...callsAfter.map(() => 'new'), 'new']);
      assert.ok(leftOver >= callsBefore.length - 1, 'there was nothing to clean up');
    });
  }
});
