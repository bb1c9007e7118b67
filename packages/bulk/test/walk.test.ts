import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';
import type { InputChoice } from '../src/options.js';
import { isSystemFolder, leftAlone } from '../src/walk/left-alone.js';
import { walk, type FoundFile, type WalkOptions } from '../src/walk/walk.js';

describe('walk', () => {
  const path = useTemporaryFolder();

  function make(...names: string[]): void {
    for (const name of names) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), name);
    }
  }
  async function found(choice: InputChoice, options: Partial<WalkOptions> = {}): Promise<FoundFile[]> {
    const files: FoundFile[] = [];
    const named = choice.files.map((file) => path(file));
    for await (const file of walk({ ...choice, files: named }, { leaveSystem: true, ...options })) files.push(file);
    return files;
  }
  const shown = (files: readonly FoundFile[]): string[] =>
    files.map(({ file, skip }) => `${file.slice(path().length + 1)}${skip === undefined ? '' : `: ${skip}`}`);

  it('finds all files in folders, by name, with sizes and the folders they are in', async () => {
    make('share/b.txt', 'share/a/c.txt', 'share/a/b/d', 'share/.hidden');
    const files = await found({ files: ['share'], recursive: true });
    assert.deepEqual(shown(files), ['share/.hidden', 'share/b.txt', 'share/a/c.txt', 'share/a/b/d']);
    assert.deepEqual(
      files.map(({ folder }) => folder),
      ['', '', 'a', 'a/b'],
    );
    assert.equal(files[1]?.size, 'share/b.txt'.length);
  });

  it('gives a file once that is named several times, or as often as it is named', async () => {
    make('share/a.txt');
    const choice = { files: ['share', 'share/a.txt'], recursive: true };
    assert.deepEqual(shown(await found(choice)), ['share/a.txt']);
    assert.deepEqual(shown(await found(choice, { repeats: true })), ['share/a.txt', 'share/a.txt']);
  });

  it('follows no links, and names what is neither file nor folder', async () => {
    make('share/a.txt', 'other/b.txt');
    symlinkSync(path('other'), path('share/folder'));
    symlinkSync(path('other/b.txt'), path('share/file'));
    symlinkSync(path('share'), path('share/circle'));
    assert.deepEqual(shown(await found({ files: ['share'], recursive: true })), [
      'share/a.txt',
      'share/circle: link',
      'share/file: link',
      'share/folder: link',
    ]);
  });

  it('gives names that no file system can look at, for working on them to tell why', async () => {
    make('share/a.txt');
    symlinkSync('circle', path('share/circle'));
    const files = ['n'.repeat(300), 'share/circle', 'share/a.txt/b', 'share/a\0b', 'share/a.txt'];
    assert.deepEqual(shown(await found({ files })), files);
  });

  it('leaves files alone that runs keep there until they are done, whatever is asked', async () => {
    make('share/.rightsmith-0123abcd-1-abc-0123456789ab.tmp', 'share/.rightsmith.tmp');
    assert.deepEqual(shown(await found({ files: ['share'], recursive: true }, { leaveSystem: false })), [
      'share/.rightsmith-0123abcd-1-abc-0123456789ab.tmp: temporary-file',
      'share/.rightsmith.tmp',
    ]);
  });

  it('leaves alone what systems and programs need, unless it was named or is not to be protected', async () => {
    make(
      'share/a.EXE',
      'share/~$letter.docx',
      'share/x.tmp',
      'share/Thumbs.db',
      'share/AppData/a.txt',
      'share/.~lock.a.odt#',
    );
    const expected = [
      'share/.~lock.a.odt#: temporary-file',
      'share/AppData: system-file',
      'share/Thumbs.db: system-file',
      'share/a.EXE: system-file',
      'share/x.tmp: temporary-file',
      'share/~$letter.docx: temporary-file',
    ];
    assert.deepEqual(shown(await found({ files: ['share'], recursive: true })), expected);
    assert.deepEqual(shown(await found({ files: ['share/a.EXE'] })), ['share/a.EXE']);
    const all = await found({ files: ['share'], recursive: true }, { leaveSystem: false });
    assert.ok(all.length === 6 && all.every(({ skip }) => skip === undefined));
  });

  it('knows system folders in the root of a drive only, and those of programs anywhere', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['C:\\Windows', true],
      ['c:/program files (x86)', true],
      ['C:\\share\\Windows', false],
      ['/share/windows', false],
      ['/users/alice/AppData', true],
    ];
    for (const [folder, expected] of cases) assert.equal(isSystemFolder(folder), expected, folder);
    assert.equal(leftAlone('a.pst'), 'system-file');
    assert.equal(leftAlone('template.txt'), undefined);
  });

  it('takes what is included and leaves what is excluded, by name or by path', async () => {
    make('share/a.txt', 'share/a.md', 'share/node_modules/x.txt', 'share/sub/b.txt', 'share/sub/deep/c.txt');
    const excluded = async (choice: Partial<InputChoice>): Promise<string[]> =>
      shown(await found({ files: ['share'], recursive: true, ...choice })).filter((line) => !line.includes(':'));
    assert.deepEqual(await excluded({ include: ['*.txt'], exclude: ['node_modules'] }), [
      'share/a.txt',
      'share/sub/b.txt',
      'share/sub/deep/c.txt',
    ]);
    assert.deepEqual(await excluded({ include: ['sub/*'] }), ['share/sub/b.txt']);
    assert.deepEqual(await excluded({ exclude: ['sub/**', '*.md', 'node_modules/'] }), ['share/a.txt']);
  });

  it('reads patterns that no shell has expanded', async () => {
    make('a.txt', 'b.txt', 'c.md', '.hidden.txt', 'sub/d.txt', 'sub/sub/e.txt');
    assert.deepEqual(shown(await found({ files: ['*.txt'] })), ['a.txt', 'b.txt']);
    assert.deepEqual(shown(await found({ files: ['**/*.txt'] })), ['a.txt', 'b.txt', 'sub/d.txt', 'sub/sub/e.txt']);
    assert.deepEqual(shown(await found({ files: ['s*/*.txt'] })), ['sub/d.txt']);
    assert.deepEqual(shown(await found({ files: ['*.nothing'] })), ['*.nothing']);
  });

  it('gives a file that is named twice once, and one that is not there like any', async () => {
    make('share/a.txt');
    assert.deepEqual(shown(await found({ files: ['share/a.txt', 'share', 'none'], recursive: true })), [
      'share/a.txt',
      'none',
    ]);
  });

  it('gives a folder that is not to be looked through, or cannot be', async () => {
    make('share/sub/a.txt');
    assert.deepEqual(shown(await found({ files: ['share'] })), ['share']);
    if (process.getuid?.() === 0) return;
    chmodSync(path('share/sub'), 0);
    assert.deepEqual(shown(await found({ files: ['share'], recursive: true })), ['share/sub']);
    chmodSync(path('share/sub'), 0o700);
  });

  it('leaves its own files alone, and ends when it is told to', async () => {
    make('share/journal', 'share/out/a.txt', 'share/b.txt');
    const own = new Map([
      [path('share/journal'), 'journal' as const],
      [path('share/out'), 'output-folder' as const],
    ]);
    assert.deepEqual(shown(await found({ files: ['share'], recursive: true }, { own })), [
      'share/b.txt',
      'share/journal: journal',
      'share/out: output-folder',
    ]);
    await assert.rejects(found({ files: ['share'], recursive: true }, { signal: AbortSignal.abort() }), {
      code: 'Aborted',
    });
  });

  it('finds names of all kinds', async () => {
    const names = ['a b', '-x', '[brackets]', 'new\nline', 'émoji 😀.txt', '*star*', 'quote\'"'];
    make(...names.map((name) => join('share', name)));
    assert.deepEqual(
      shown(await found({ files: ['share'], recursive: true })).sort(),
      names.map((name) => `share/${name}`).sort(),
    );
  });
});
