import assert from 'node:assert/strict';
import { readCommandLine } from '../../src/command-line/read-command-line.js';
import { parseJob } from '../../src/job/parse-job.js';

describe('parseJob', () => {
  const commandLines: readonly (readonly string[])[] = [
    ['protect', 'a', '--to', 'alice@example.com:VIEW', '--offline', '3', '--in-place', '--deprecated-algorithms'],
    ['unprotect', 'a', 'b', '-o', 'out/'],
    ['cat', '-', '--filename', 'a.ptxt'],
    ['inspect', 'a', '--license', 'a.xml'],
    ['status', 'a'],
    ['verify', 'a'],
    ['formats'],
    ['cat', 'a', '--super-user'],
    ['grants', 'a', '--super-user'],
    ['templates', 'list', '--all'],
    ['templates', 'show', 'Board only'],
    ['templates', 'add', 'a.json'],
    ['templates', 'remove', 'Board only'],
    ['authority', 'show'],
    ['authority', 'export', '--private', '--passphrase-file', 'p', '-o', 'e.json', '--force'],
    ['authority', 'import', 'e.json', '--passphrase-file', '-'],
    ['authority', 'rotate'],
    ['authority', 'set-passphrase', '--none'],
    ['authority', 'set-url', 'https://rms.example.com'],
    ['authority', 'super-users', 'list'],
    ['authority', 'super-users', 'add', 'root@example.com'],
    ['authority', 'super-users', 'remove', 'root@example.com'],
    ['doctor'],
  ];
  for (const argv of commandLines) {
    it(`takes the JSON of the job of: ${argv.join(' ')}`, () => {
      const line = readCommandLine(argv);
      assert.ok(line.kind === 'job');
      assert.deepEqual(parseJob(JSON.parse(JSON.stringify(line.job))), line.job);
    });
  }

  it('needs no list of files where a verb takes none', () => {
    assert.deepEqual(parseJob({ verb: 'formats' }), { verb: 'formats', files: [] });
  });

  const wrong: readonly unknown[] = [
    undefined,
    null,
    'protect a',
    {},
    { verb: 'nonsense', files: ['a'] },
    { verb: 'protect' },
    { verb: 'protect', files: [] },
    { verb: 'protect', files: 'a' },
    { verb: 'protect', files: ['a'], to: 'alice@example.com:VIEW' },
    { verb: 'protect', files: ['a'], offline: -1 },
    { verb: 'protect', files: ['a'], offline: 1.5 },
    { verb: 'protect', files: ['a'], force: 'yes' },
    { verb: 'protect', files: ['a'], useLicense: 'x' },
    { verb: 'cat', files: ['a', 'b'] },
    { verb: 'formats', files: ['a'] },
    { verb: 'templates show' },
    { verb: 'templates show', template: 7 },
    { verb: 'templates show', template: 'a', files: ['a'] },
  ];
  for (const value of wrong) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.throws(() => parseJob(value), { code: 'UsageError' });
    });
  }
});
