import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { bashCompletion } from '../../../src/verbs/completion/bash-completion.js';
import { fishCompletion } from '../../../src/verbs/completion/fish-completion.js';
import { runCompletion } from '../../../src/verbs/completion/run-completion.js';
import { zshCompletion } from '../../../src/verbs/completion/zsh-completion.js';
import { useTemporaryFolder } from '../../../../../test/support/temporary-folder.js';
import { writeFileSync } from 'node:fs';

/** Like `it`, for tests that need a shell that not every machine has. */
function itWith(shell: string, title: string, run: () => void): void {
  const isThere = spawnSync(shell, ['--version']).status === 0;
  if (isThere) it(title, run);
  else it.skip(`${title} (skipped: ${shell} is not installed)`, run);
}

/** What bash offers for the last of these words. */
function bashOffers(words: readonly string[], cwd?: string): string[] {
  const script = `${bashCompletion()}
COMP_WORDS=(rightsmith "$@"); COMP_CWORD=$#; _rightsmith; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8', cwd });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('rightsmith completion', () => {
  const path = useTemporaryFolder();

  const CASES: readonly (readonly [words: readonly string[], offers: readonly string[]])[] = [
    [['prot'], ['protect']],
    [['templates', 'a'], ['add']],
    [['--as', 'alice@example.com', 'authority', 'super-users', 'r'], ['remove']],
    [['protect', 'a.txt', '--do'], ['--do-not-forward']],
    [['cat', '--use'], ['--use-license']],
    [['unprotect', '--do'], []],
  ];
  for (const [words, offers] of CASES) {
    it(`offers ${JSON.stringify(offers)} for ${words.join(' ')}`, () => {
      assert.deepEqual(bashOffers(words), offers);
    });
  }

  it('offers files where files are taken, names with blanks whole', () => {
    writeFileSync(path('my report.txt'), '');
    assert.deepEqual(bashOffers(['protect', 'my'], path()), ['my report.txt']);
    assert.deepEqual(bashOffers(['protect', '--output', 'my'], path()), ['my report.txt']);
    assert.deepEqual(bashOffers(['formats', 'my'], path()), []);
  });

  itWith('zsh', 'is a script zsh can read', () => {
    writeFileSync(path('_rightsmith'), zshCompletion());
    const { status, stderr } = spawnSync('zsh', ['-n', path('_rightsmith')], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  itWith('fish', 'offers in fish what the tables say', () => {
    writeFileSync(path('rightsmith.fish'), fishCompletion());
    const offers = (line: string): string[] => {
      const command = `source ${path('rightsmith.fish')}; complete -C '${line}'`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', command], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return stdout
        .split('\n')
        .map((row) => row.split('\t')[0] ?? '')
        .filter((word) => word !== '');
    };
    assert.deepEqual(offers('rightsmith prot'), ['protect']);
    assert.deepEqual(offers('rightsmith templates a'), ['add']);
    assert.deepEqual(offers('rightsmith protect --do'), ['--do-not-forward']);
  });

  it('refuses a shell it does not know', () => {
    assert.throws(() => runCompletion({ verb: 'completion', files: [], shell: 'tcsh' }), { code: 'UsageError' });
  });
});
