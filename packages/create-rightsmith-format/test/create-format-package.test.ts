import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkChoices, createFormatPackage } from 'create-rightsmith-format';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';

const CHOICES = { name: 'toy', extension: '.toy', magic: '544f5921' };
const PROGRAM = fileURLToPath(new URL('../bin/create-rightsmith-format.js', import.meta.url));

describe('create-rightsmith-format', () => {
  const folder = useTemporaryFolder();
  const create = (args: readonly string[], input = ''): { readonly status: number | null; readonly stderr: string } =>
    spawnSync(process.execPath, [PROGRAM, ...args], { cwd: folder(), input, encoding: 'utf8' });
  const manifest = (name: string): { name: string; dependencies: Record<string, string> } =>
    JSON.parse(readFileSync(folder(`${name}/package.json`), 'utf8')) as never;

  it('writes every file with the choices in their places', () => {
    const files = createFormatPackage(folder('my-format'), CHOICES);
    for (const file of files)
      assert.doesNotMatch(readFileSync(folder(`my-format/${file}`), 'utf8'), /__[A-Za-z_]+__/, file);
    for (const file of [
      'package.json',
      '.gitignore',
      'src/toy.ts',
      'test/format.test.ts',
      '.github/workflows/ci.yml',
    ]) {
      assert.ok(files.includes(file), file);
    }
    assert.equal(manifest('my-format').name, 'rightsmith-format-toy');
    assert.match(readFileSync(folder('my-format/src/layout.ts'), 'utf8'), /bytesOf\('544f5921'\)/);
  });

  it('names the release it belongs to, or the checkout it is used in', () => {
    createFormatPackage(folder('far'), CHOICES);
    assert.match(manifest('far').dependencies['@rightsmith/core'] ?? '', /^\^\d+\.\d+\.\d+$/);
    const checkout = fileURLToPath(new URL('../../..', import.meta.url));
    mkdirSync(folder('work'));
    symlinkSync(checkout, folder('work/rightsmith'));
    createFormatPackage(folder('work/beside'), CHOICES);
    assert.equal(manifest('work/beside').dependencies['@rightsmith/core'], 'file:../rightsmith/packages/core');
  });

  it('takes what follows from the name where nothing is said', () => {
    assert.equal(create(['rightsmith-format-cad', '--yes']).status, 0);
    assert.equal(manifest('rightsmith-format-cad').name, 'rightsmith-format-cad');
    assert.match(readFileSync(folder('rightsmith-format-cad/src/cad.ts'), 'utf8'), /extensions: \['\.cad'\]/);
  });

  it('asks for what is not given', () => {
    const { status, stderr } = create(['asked', '--extension', '.ask'], 'question\n\n');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Name \(asked\)/);
    assert.match(readFileSync(folder('asked/src/question.ts'), 'utf8'), /extensions: \['\.ask'\]/);
  });

  it('refuses choices that cannot be, and a folder with something in it', () => {
    for (const wrong of [{ name: 'Two Words' }, { extension: '.a/b' }, { magic: '5' }, { magic: 'zz' }, { name: '' }]) {
      assert.throws(() => checkChoices({ ...CHOICES, ...wrong }), { code: 'UsageError' });
    }
    mkdirSync(folder('full'));
    writeFileSync(folder('full/mine.txt'), '');
    assert.throws(() => createFormatPackage(folder('full'), CHOICES), { code: 'OutputExists' });
    assert.equal(create(['full', '--yes']).status, 60);
    assert.equal(create(['--what']).status, 2);
    assert.equal(create([]).status, 2);
  });

  it('makes a factory of a name that is a word of the language', () => {
    createFormatPackage(folder('new'), { ...CHOICES, name: 'new' });
    assert.match(readFileSync(folder('new/src/index.ts'), 'utf8'), /newFormat as format/);
  });
});
