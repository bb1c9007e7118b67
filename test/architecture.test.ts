import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { PROJECT_FOLDER, sourceFiles, sourceImports, type SourceImport } from './support/source-imports.js';

/** Core's rooms by floor, from the ground up. A floor imports only from those below it and from the same room. */
const CORE_FLOORS: readonly (readonly string[])[] = [
  ['types', 'errors'],
  ['warnings', 'defaults', 'error-data'],
  ['bytes'],
  ['zip'],
  ['rights', 'cipher', 'vault'],
  ['license'],
  ['format', 'client'],
  ['engine'],
  ['container', 'index'],
];

/** Entries of packages beside their main one. */
const SUBPATHS = [
  '@rightsmith/core/container',
  '@rightsmith/core/zip',
  '@rightsmith/client-rest/contract',
  '@rightsmith/authority/store',
  '@rightsmith/authority/default-home',
];

/** Packages from the ground up. */
const PACKAGE_FLOORS: readonly (readonly string[])[] = [
  ['core'],
  ['compound-file'],
  ['format-pfile', 'format-ooxml', 'format-pdf', 'authority', 'client-rest', 'client-msipc'],
  ['testkit', 'store-postgres', 'server'],
  ['plugins', 'bulk', 'create-rightsmith-format'],
  ['cli'],
];

const floorOf = (floors: readonly (readonly string[])[], name: string): number =>
  floors.findIndex((floor) => floor.includes(name));

const packageOf = (file: string): string => file.split('/')[1] ?? '';
const roomOf = (file: string): string => (file.split('/')[3] ?? '').replace(/\.ts$/, '');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(PROJECT_FOLDER, 'packages', name, 'package.json'), 'utf8')) as Manifest;

describe('architecture', () => {
  const imports = sourceImports();

  it('finds the imports it judges', () => {
    assert.ok(imports.length > 50);
    assert.ok(imports.some(({ target }) => target === 'packages/core/src/types.ts'));
  });

  it('lets core import downward only', () => {
    const wrong = imports.filter(({ file, target }) => {
      if (target === undefined || packageOf(file) !== 'core') return false;
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === to) return false;
      const [fromFloor, toFloor] = [floorOf(CORE_FLOORS, from), floorOf(CORE_FLOORS, to)];
      return fromFloor === -1 || toFloor === -1 || toFloor >= fromFloor;
    });
    assert.deepEqual(wrong, []);
  });

  it('keeps relative imports inside their package', () => {
    const wrong = imports.filter(({ file, target }) => target !== undefined && packageOf(target) !== packageOf(file));
    assert.deepEqual(wrong, []);
  });

  it('lets packages import only declared dependencies, their public entries, and from lower floors', () => {
    const own = new Map(PACKAGE_FLOORS.flat().map((name) => [manifestOf(name).name, name]));
    const wrong = imports.filter(({ file, specifier, target }) => {
      if (target !== undefined || isBuiltin(specifier)) return false;
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      const from = packageOf(file);
      const manifest = manifestOf(from);
      const { dependencies, peerDependencies, optionalDependencies } = manifest;
      if (!Object.hasOwn({ ...dependencies, ...peerDependencies, ...optionalDependencies }, name)) return true;
      const to = own.get(name);
      if (to === undefined) return false;
      const isPublic = specifier === name || SUBPATHS.includes(specifier);
      return !isPublic || floorOf(PACKAGE_FLOORS, to) >= floorOf(PACKAGE_FLOORS, from);
    });
    assert.deepEqual(wrong, []);
  });

  it('names built-in modules with their prefix', () => {
    const wrong = imports.filter(({ specifier }) => isBuiltin(specifier) && !specifier.startsWith('node:'));
    assert.deepEqual(wrong, []);
  });

  it('has no circle of imports', () => {
    assert.equal(findCircle(imports), undefined);
  });

  it('imports inversify in core/container only', () => {
    const files = imports.filter(({ specifier }) => specifier.startsWith('inversify')).map(({ file }) => file);
    assert.deepEqual([...new Set(files)], ['packages/core/src/container.ts']);
  });

  it('keeps index files to named re-exports', () => {
    for (const file of sourceFiles().filter((name) => name.endsWith('/index.ts'))) {
      const text = readFileSync(join(PROJECT_FOLDER, file), 'utf8');
      assert.doesNotMatch(text, /export \*|export default/, file);
    }
  });
});

/** The first circle found, as a list of files, or undefined. */
function findCircle(imports: readonly SourceImport[]): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target !== undefined) targets.set(file, [...(targets.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const circle = visit(target, [...path, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
