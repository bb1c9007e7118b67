import assert from 'node:assert/strict';
import { askedPresentation } from '../../src/command-line/command-line.js';
import { readCommandLine } from '../../src/command-line/read-command-line.js';
import { VERBS } from '../../src/verbs/verb-table.js';
import { optionName } from '../../src/verbs/verb.js';

describe('readCommandLine', () => {
  it('makes a job of a verb, its files and its options', () => {
    assert.deepEqual(
      readCommandLine([
        'protect',
        'a.txt',
        '--to',
        'alice@example.com:VIEW',
        'b.txt',
        '--to',
        'bob@example.com:EDIT',
        '--offline',
        '7',
        '-o',
        'out/',
        '--force',
      ]),
      {
        kind: 'job',
        job: {
          verb: 'protect',
          files: ['a.txt', 'b.txt'],
          to: ['alice@example.com:VIEW', 'bob@example.com:EDIT'],
          offline: 7,
          output: 'out/',
          force: true,
        },
        session: {},
        presentation: {},
      },
    );
  });

  it('takes common options before and after the verb', () => {
    const expected = {
      kind: 'job',
      job: { verb: 'status', files: ['a'] },
      session: { as: 'alice@example.com', home: 'h' },
      presentation: { ndjson: true },
    };
    assert.deepEqual(
      readCommandLine(['--as', 'alice@example.com', '--ndjson', 'status', 'a', '--home', 'h']),
      expected,
    );
    assert.deepEqual(readCommandLine(['status', 'a', '--as=alice@example.com', '--home=h', '--ndjson']), expected);
  });

  it('takes - and what follows -- as files', () => {
    const job = (argv: readonly string[]): unknown => {
      const line = readCommandLine(argv);
      return line.kind === 'job' ? line.job : undefined;
    };
    assert.deepEqual(job(['cat', '-', '-o', '-']), { verb: 'cat', files: ['-'], output: '-' });
    assert.deepEqual(job(['status', '--', '--json']), { verb: 'status', files: ['--json'] });
  });

  it('reads verbs of two words', () => {
    const line = readCommandLine(['authority', 'show', '--json']);
    assert.ok(line.kind === 'job');
    assert.deepEqual(line.job, { verb: 'authority show', files: [] });
    assert.deepEqual(line.presentation, { json: true });
  });

  it('names what stands behind a verb that takes no files', () => {
    const line = readCommandLine(['authority', 'super-users', 'add', 'root@example.com', '--json']);
    assert.ok(line.kind === 'job');
    assert.deepEqual(line.job, { verb: 'authority super-users add', files: [], who: 'root@example.com' });
  });

  it('answers questions for help and version with a text', () => {
    for (const argv of [['--version'], ['--help'], ['help'], ['help', 'protect'], ['protect', '--help']]) {
      const line = readCommandLine(argv);
      assert.ok(line.kind === 'text' && line.text !== '', argv.join(' '));
    }
  });

  it('shows every verb in the help, and every option in the help of its verb', () => {
    const help = (...argv: string[]): string => {
      const line = readCommandLine([...argv, '--help']);
      return line.kind === 'text' ? line.text : '';
    };
    for (const verb of VERBS) {
      assert.ok(help().includes(`  ${verb.name.split(' ')[0] ?? ''}`), verb.name);
      const text = help(...verb.name.split(' '));
      for (const option of [...Object.keys(verb.options), 'as', 'home', 'json', 'verbose']) {
        assert.ok(text.includes(`--${optionName(option)} `), `${verb.name} --${optionName(option)}`);
      }
    }
  });

  const wrong: readonly (readonly string[])[] = [
    [],
    ['authority'],
    ['nonsense'],
    ['authority', 'nonsense'],
    ['authority', 'super-users'],
    ['authority', 'set-url'],
    ['templates', 'show'],
    ['templates', 'show', 'a', 'b'],
    ['templates', 'add', 'a', 'b'],
    ['--nonsense'],
    ['protect'],
    ['protect', 'a', '--nonsense'],
    ['protect', 'a', '--to'],
    ['protect', 'a', '-o'],
    ['protect', 'a', '--offline', 'soon'],
    ['protect', 'a', '--offline', '-1'],
    ['protect', 'a', '--offline', '1e3'],
    ['cat', 'a', 'b'],
    ['cat', 'a', '--in-place'],
    ['formats', 'a'],
    ['status', 'a', '--json', '--ndjson'],
    ['help', 'nonsense'],
  ];
  for (const argv of wrong) {
    it(`refuses: rightsmith ${argv.join(' ')}`, () => {
      assert.throws(() => readCommandLine(argv), { code: 'UsageError', exitCode: 2, message: /^[A-Z-].*\.$/ });
    });
  }

  it('names the help of the verb that was meant', () => {
    const hints: readonly (readonly [argv: readonly string[], hint: string])[] = [
      [['protect', 'a', '--nonsense'], 'See rightsmith protect --help.'],
      [['--home', 'h', 'templates', 'show'], 'See rightsmith templates show --help.'],
      [['nonsense'], 'See rightsmith --help.'],
    ];
    for (const [argv, hint] of hints) assert.throws(() => readCommandLine(argv), { hint });
  });

  it('says what a mistyped option could have meant', () => {
    assert.throws(() => readCommandLine(['protect', 'a', '--frce']), { hint: 'Did you mean --force?' });
  });
});

describe('askedPresentation', () => {
  it('finds the options wherever they stand, but not behind --', () => {
    const json = (...argv: string[]): readonly unknown[] => {
      const { json, ndjson } = askedPresentation(argv);
      return [json, ndjson];
    };
    assert.deepEqual(json('nonsense', '--json'), [true, false]);
    assert.deepEqual(json('--ndjson'), [false, true]);
    assert.deepEqual(json('status', '--', '--json'), [false, false]);
    assert.deepEqual(json('status', 'json'), [false, false]);
  });
});
