import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { hostileFiles } from '../support/hostile-files.js';
import type { Ending } from '../support/open-hostile.js';
import { RUN_SOURCES } from '../../../../test/support/run-sources.js';

/** All files together: whoever takes longer is hanging. */
const WATCHDOG_MS = 20_000;
const MAX_GROWTH_KIB = 64 * 1024;

describe('crafted compound files', () => {
  const folder = useTemporaryFolder();

  it('are refused or read at once, in little memory, by a process that lives', async () => {
    const files = await hostileFiles();
    const paths = files.map(({ bytes }, index) => {
      const path = folder(`${index}.bin`);
      writeFileSync(path, bytes);
      return path;
    });
    const program = join(import.meta.dirname, '../support/open-hostile.ts');
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...RUN_SOURCES, program, ...paths], {
      encoding: 'utf8',
      timeout: WATCHDOG_MS,
      killSignal: 'SIGKILL',
    });
    assert.equal(status, 0, `${String(signal)} after:\n${stdout}\n${stderr}`);
    const endings = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Ending);
    assert.equal(endings.length, 2 * files.length);
    for (const { path, strictness, ending, where, grownKiB } of endings) {
      const { name, expected } = files[paths.indexOf(path)]!;
      assert.equal(ending, expected, `${name}, ${strictness}`);
      assert.ok(grownKiB < MAX_GROWTH_KIB, `${name} took ${grownKiB} KiB`);
      if (ending !== 'CorruptFile') continue;
      assert.ok(where?.structure !== undefined && where.offset !== undefined, `${name} is nowhere`);
    }
  });
});
