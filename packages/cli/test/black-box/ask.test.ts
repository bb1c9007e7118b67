import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { zipOf } from '../../../format-ooxml/test/support/build-package.js';
import { runCli, type CliRun } from '../support/run-cli.js';

interface JsonResult {
  readonly ok?: boolean;
  readonly status?: string;
  readonly schema?: number;
  readonly error?: { readonly code: string };
}

describe('rightsmith inspect, status, verify, formats, authority show and doctor', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const json = (...args: string[]): JsonResult => JSON.parse(run(...args, '--json').stdout) as JsonResult;
  beforeEach(() => {
    writeFileSync(path('a.txt'), 'text');
    run('protect', 'a.txt', '--to', 'alice@example.com:VIEW');
  });

  it('inspects in text and in JSON', () => {
    assert.match(run('inspect', 'a.ptxt').stdout, /^a\.ptxt\n {2}Status: +protected \(PFILE 3\.0\)\n/);
    assert.deepEqual(Object.keys(json('inspect', 'a.ptxt')), [
      'schema',
      'file',
      'status',
      'format',
      'originalExtension',
      'cipherHint',
      'container',
      'license',
      'labels',
      'obstacles',
      'encryptedFacts',
      'warnings',
    ]);
    assert.equal(json('inspect', 'a.txt').status, 'plain');
  });

  it('looks inside containers and prints a tree', async () => {
    const guarded = readFileSync(path('a.ptxt'));
    const inner = await zipOf({ 'b.ptxt': guarded, 'c.txt': 'c' });
    writeFileSync(path('all.zip'), await zipOf({ 'inner.zip': inner, '../\u202etxt.exe': 'd' }));
    const { exitCode, stdout } = run('inspect', '-r', 'all.zip');
    assert.equal(exitCode, 0);
    const [, owner = ''] = /by (\S+)$/m.exec(stdout) ?? [];
    assert.equal(
      stdout.slice(stdout.indexOf('  Inside')),
      '  Inside: 4 files, 1 protected\n' +
        '  ├─ inner.zip: not protected\n' +
        `  │  ├─ b.ptxt: protected (PFILE 3.0), by ${owner}\n` +
        '  │  └─ c.txt: not protected\n' +
        '  └─ ../\\u{202e}txt.exe: not protected\n',
    );
    const { children } = json('inspect', '-r', 'all.zip') as { children: [{ name: string; children: object[] }] };
    assert.deepEqual([children[0].name, children[0].children.length], ['inner.zip', 2]);
    assert.match(run('inspect', '-r', 'a.txt').stdout, /Inside: nothing/);
  });

  it('tells by exit code that something inside could not be read', async () => {
    const inner = await zipOf({ 'a.txt': 'a' });
    writeFileSync(path('all.zip'), await zipOf({ 'inner.zip': inner.subarray(0, -10) }));
    const { exitCode, stdout } = run('inspect', '-r', 'all.zip');
    assert.equal(exitCode, 61);
    assert.match(stdout, /Inside: 1 file, 0 protected, 1 not readable\n/);
    assert.match(stdout, /└─ not all was looked at: .* \[CorruptFile\]/);
    assert.equal(run('inspect', 'all.zip').exitCode, 0);
  });

  it('writes the licence exactly as stored, and over nothing unasked', () => {
    assert.equal(run('inspect', 'a.ptxt', '--license', 'license.xml').exitCode, 0);
    const license = readFileSync(path('license.xml'));
    assert.ok(readFileSync(path('a.ptxt')).includes(license));
    assert.equal(run('inspect', 'a.ptxt', '--license', 'license.xml').exitCode, 60);
    assert.equal(run('inspect', 'a.ptxt', '--license', 'license.xml', '--force').exitCode, 0);
    assert.equal(run('inspect', 'a.ptxt', '--license', 'a.ptxt', '--force').exitCode, 2);
    assert.equal(run('inspect', 'a.ptxt', '--license', '-').exitCode, 2);
    assert.equal(run('inspect', 'a.txt', '--license', 'none.xml').exitCode, 21);
    assert.ok(!existsSync(path('none.xml')));
  });

  it('answers by exit code whether files are protected', () => {
    assert.deepEqual([run('status', 'a.ptxt').exitCode, run('status', 'a.ptxt', 'a.txt').exitCode], [0, 20]);
    assert.equal(run('status', 'a.ptxt', 'none').exitCode, 61);
    const { exitCode, stdout, stderr } = run('status', 'a.txt', '--quiet');
    assert.deepEqual([exitCode, stdout, stderr], [20, '', '']);
  });

  it('verifies the licence of a file and a bare one', () => {
    run('inspect', 'a.ptxt', '--license', 'license.xml');
    assert.equal(run('verify', 'a.ptxt').exitCode, 0);
    assert.equal(run('verify', 'license.xml').exitCode, 0);
    assert.equal(json('verify', 'license.xml').ok, true);
    assert.equal(run('verify', 'a.txt').exitCode, 21);
  });

  it('finds a changed licence, and still tells every block', () => {
    run('inspect', 'a.ptxt', '--license', 'license.xml');
    const changed = readFileSync(path('license.xml'), 'utf8').replace('<ISSUEDTIME>20', '<ISSUEDTIME>19');
    writeFileSync(path('changed.xml'), changed);
    const { exitCode, stdout, stderr } = run('verify', 'changed.xml');
    assert.equal(exitCode, 51);
    assert.match(stdout, /digest does not hold, signature holds/);
    assert.match(stderr, /Tampered \(exit 51\)/);
    const result = json('verify', 'changed.xml');
    assert.equal(result.ok, false);
    assert.equal(result.error?.code, 'Tampered');
    assert.ok('blocks' in result);
  });

  it('lists formats', () => {
    assert.match(run('formats').stdout, /^pfile\n/m);
    assert.deepEqual(Object.keys(json('formats')), ['ok', 'formats']);
  });

  it('shows the authority, without its key', () => {
    assert.deepEqual(Object.keys(json('authority', 'show')), [
      'ok',
      'tenantId',
      'name',
      'url',
      'modulusSha256',
      'keyCreated',
      'oldKeys',
      'locked',
      'home',
      'templates',
    ]);
  });

  it('tells its surroundings and changes nothing', () => {
    const healthy = run('doctor', '--as', 'alice@example.com');
    assert.equal(healthy.exitCode, 0, healthy.stdout);
    assert.match(healthy.stdout, /Identity: +alice@example\.com \(from --as\)/);
    assert.match(healthy.stdout, /Authority: +ready/);
    const empty = run('doctor', '--home', 'nowhere', '--json');
    assert.equal((JSON.parse(empty.stdout) as { authority: string }).authority, 'none');
    assert.ok(!existsSync(path('nowhere')));
  });

  it('tells what is wrong with a home', () => {
    mkdirSync(path('broken'));
    writeFileSync(path('broken/authority.json'), '{');
    const { exitCode, stdout } = run('doctor', '--home', 'broken');
    assert.equal(exitCode, 20);
    assert.match(stdout, /Problem: .*\[CorruptFile\]/);
  });
});
