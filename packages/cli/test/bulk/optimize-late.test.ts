import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe(`optimizeLate with Node.js ${process.versions.node}`, () => {
  it('sets no flag that V8 does not know', () => {
    // What is built, in a process of its own: flags are of the whole process, and complaints go to its standard error.
    const module = new URL('../../dist/bulk/optimize-late.js', import.meta.url).href;
    const program = `(await import('${module}')).optimizeLate(); console.log('set');`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    assert.deepEqual({ stdout, stderr }, { stdout: 'set\n', stderr: '' });
  });
});
