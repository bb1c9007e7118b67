import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { describeWithStandIn } from './support/stand-in.js';

/** Wine takes ten times as long, and what it calls resident is its own. */
const IS_WINDOWS = process.platform === 'win32';
const CYCLES: number = IS_WINDOWS ? 500 : 10_000;
const MAXIMUM_GROWTH: number = 2 * 1024 * 1024;

/** By the environment, for that is how an option comes to threads that are started without any. */
const COLLECTING: Readonly<Record<string, string>> = IS_WINDOWS
  ? {}
  : { NODE_OPTIONS: `--require=${join(import.meta.dirname, 'collect-garbage.cjs')}` };

describeWithStandIn('publishing and opening again and again', (standIn) => {
  const path = useTemporaryFolder();

  const memory = IS_WINDOWS ? '' : ', and the last tenth adds no memory';
  it(`leaves no block and no handle after ${CYCLES} times${memory}`, async function () {
    this.timeout(600_000);
    const program = join(import.meta.dirname, 'cycles.js');
    const result = path('result.json');
    const values = [program, standIn().library, String(CYCLES), result];
    // Not through a pipe: under Wine node.exe cannot write to one.
    const env = { ...process.env, ...COLLECTING };
    const child = spawn(process.execPath, values, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    const { grown, ...counted } = JSON.parse(readFileSync(result, 'utf8')) as { readonly grown: number };
    assert.deepEqual(counted, { cycles: CYCLES, blocks: 0, handles: 0, misuses: 0 });
    assert.ok(grown <= MAXIMUM_GROWTH, `the last tenth added ${grown} bytes`);
  });
});
