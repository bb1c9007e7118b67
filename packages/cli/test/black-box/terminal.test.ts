import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { cliEnvironment, PROGRAM } from '../support/run-cli.js';

/** `script` of util-linux runs a command on a pseudo terminal. */
const HAS_TERMINAL = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

const ESCAPE = '\u001b[';
const PROGRESS = /stdin {2}\d\.\d MB {2}/;

describe(`rightsmith on a terminal${HAS_TERMINAL ? '' : ' (skipped: there is no script command of util-linux)'}`, () => {
  const path = useTemporaryFolder();
  const rightsmith = `"${process.execPath}" "${PROGRAM}"`;
  // Node takes CI for a terminal without colours.
  const color = {
    ...{ CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_DISABLE_COLORS: undefined },
    TERM: 'xterm',
  };

  /** What a shell command prints: on a terminal, or to a pipe. */
  function printed(command: string, environment: NodeJS.ProcessEnv = {}, terminal = true): string {
    const [program, args] = terminal
      ? ['script', ['-qec', command, '/dev/null']]
      : ['bash', ['-c', `(${command}) 2>&1`]];
    const env = { ...cliEnvironment(path()), ...color, ...environment };
    return spawnSync(program, args, { cwd: path(), env, encoding: 'utf8', input: '' }).stdout;
  }
  before(function () {
    if (!HAS_TERMINAL) this.skip(); // nothing makes a pseudo terminal; the title says so
  });

  it('colours errors on a terminal only, as NO_COLOR, FORCE_COLOR and --color say', () => {
    const fails = `${rightsmith} status none`;
    assert.ok(printed(fails).includes(`${ESCAPE}31mrightsmith:`));
    assert.ok(!printed(fails, { NO_COLOR: '1' }).includes(ESCAPE));
    assert.ok(!printed(fails, { TERM: 'dumb' }).includes(ESCAPE));
    assert.ok(!printed(`${fails} --color never`).includes(ESCAPE));
    assert.ok(!printed(fails, {}, false).includes(ESCAPE));
    assert.ok(printed(fails, { FORCE_COLOR: '1' }, false).includes(ESCAPE));
    assert.ok(printed(`${fails} --color always`, {}, false).includes(ESCAPE));
    assert.ok(printed(`${rightsmith} nonsense --color=always`, {}, false).includes(ESCAPE));
    assert.ok(!printed(`${fails} --json`).includes(ESCAPE));
  });

  it('shows the progress of work that takes longer than a second, and wipes it away', () => {
    const slow = '(head -c 2M /dev/zero; sleep 1.2; head -c 2M /dev/zero) |';
    const protect = `${rightsmith} protect - --force -o a.pfile`;
    const shown = printed(`${slow} ${protect}`);
    assert.match(shown, PROGRESS);
    assert.ok(shown.endsWith(`\r${ESCAPE}KProtected - as a.pfile\r\n`));
    assert.doesNotMatch(printed(`${slow} ${protect} --quiet`), PROGRESS);
    assert.doesNotMatch(printed(`${slow} ${protect} --json`), PROGRESS);
    assert.doesNotMatch(printed(`${slow} ${protect} 2> error.txt`), PROGRESS);
    assert.doesNotMatch(printed(`${slow} ${protect}`, { TERM: 'dumb' }), PROGRESS);
  });

  it('mixes no progress into content that is printed', () => {
    const slow = '(echo text; head -c 3M /dev/zero | tr "\\\\0" a; sleep 1.2) |';
    assert.doesNotMatch(printed(`${slow} ${rightsmith} protect - -o - `), PROGRESS);
  });
});
