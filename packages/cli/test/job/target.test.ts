import assert from 'node:assert/strict';
import { existsSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Input } from '../../src/job/input.js';
import { createTargetChooser } from '../../src/job/target.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

const STANDARD_INPUT: Input = {
  file: '-',
  path: 'stdin',
  name: 'stdin',
  isStandardInput: true,
  size: 0,
  close: () => Promise.resolve(),
};

describe('createTargetChooser', () => {
  const path = useTemporaryFolder();
  const input = (name: string): Input => ({
    ...STANDARD_INPUT,
    file: path(name),
    path: path(name),
    name: basename(name),
    isStandardInput: false,
  });
  beforeEach(() => {
    writeFileSync(path('a.txt'), 'a');
    writeFileSync(path('there'), 'there');
  });

  it('puts a result beside its input', () => {
    const target = createTargetChooser({}, [path('a.txt')])(input('a.txt'), 'a.ptxt');
    assert.deepEqual(target, { kind: 'file', path: path('a.ptxt'), overwrite: false, isInput: false });
  });

  it('writes standard input to standard output unless told otherwise', () => {
    assert.deepEqual(createTargetChooser({}, ['-'])(STANDARD_INPUT, 'x'), { kind: 'standard-output', insisted: false });
    const target = createTargetChooser({ output: path('x') }, ['-'])(STANDARD_INPUT, 'y');
    assert.deepEqual(target, { kind: 'file', path: path('x'), overwrite: false, isInput: false });
  });

  it('hears it when somebody insists on standard output', () => {
    const target = createTargetChooser({ output: '-' }, ['a'])(input('a.txt'), 'x');
    assert.deepEqual(target, { kind: 'standard-output', insisted: true });
  });

  it('makes the folder for results, and takes one that is there without its slash', () => {
    const target = createTargetChooser({ output: path('out/deep/') }, ['a', 'b'])(input('a.txt'), 'a.ptxt');
    assert.deepEqual(target, { kind: 'file', path: path('out/deep/a.ptxt'), overwrite: false, isInput: false });
    assert.ok(existsSync(path('out/deep')));
    mkdirSync(path('folder'));
    const second = createTargetChooser({ output: path('folder') }, ['a', 'b'])(input('a.txt'), 'a.ptxt');
    assert.deepEqual(second, { kind: 'file', path: path('folder/a.ptxt'), overwrite: false, isInput: false });
  });

  it('refuses a result that exists, unless forced', () => {
    assert.throws(() => createTargetChooser({}, ['a'])(input('a.txt'), 'there'), { code: 'OutputExists' });
    assert.throws(() => createTargetChooser({ output: path('there') }, ['a'])(input('a.txt'), 'x'), {
      code: 'OutputExists',
    });
    const target = createTargetChooser({ force: true }, ['a'])(input('a.txt'), 'there');
    assert.deepEqual(target, { kind: 'file', path: path('there'), overwrite: true, isInput: false });
  });

  it('refuses to replace the input under any name, even when forced', () => {
    symlinkSync(path('a.txt'), path('soft'));
    linkSync(path('a.txt'), path('hard'));
    for (const name of ['a.txt', 'soft', 'hard', '../' + basename(path()) + '/a.txt']) {
      const choose = createTargetChooser({ output: path(name), force: true }, ['a']);
      assert.throws(() => choose(input('a.txt'), 'x'), { code: 'UsageError' }, name);
    }
  });

  it('replaces the input in place, and otherwise nothing without force', () => {
    const choose = createTargetChooser({ inPlace: true }, ['a']);
    const target = choose(input('a.txt'), 'a.txt');
    assert.deepEqual(target, { kind: 'file', path: path('a.txt'), overwrite: true, isInput: true });
    assert.throws(() => choose(input('a.txt'), 'there'), { code: 'OutputExists' });
  });

  it('never gives two inputs the same target, even when forced', () => {
    const choose = createTargetChooser({ output: path('out/'), force: true }, ['a', 'b']);
    choose(input('a.txt'), 'same');
    assert.throws(() => choose(input('there'), 'same'), { code: 'OutputExists' });
  });

  it('refuses a folder that cannot be made', () => {
    const choose = createTargetChooser({ output: path('there/deep/') }, ['a', 'b']);
    assert.throws(() => choose(input('a.txt'), 'x'), { code: 'CannotWrite' });
  });

  const wrong: readonly (readonly [string, Parameters<typeof createTargetChooser>])[] = [
    ['in place and an output', [{ inPlace: true, output: 'x' }, ['a']]],
    ['standard input in place', [{ inPlace: true }, ['-']]],
    ['several inputs and one file', [{ output: 'x' }, ['a', 'b']]],
    ['several inputs and standard output', [{ output: '-' }, ['a', 'b']]],
  ];
  for (const [title, [choice, files]] of wrong) {
    it(`refuses ${title}`, () => {
      assert.throws(() => createTargetChooser(choice, files), { code: 'UsageError' });
    });
  }
});
