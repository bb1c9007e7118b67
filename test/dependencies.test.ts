import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './support/source-imports.js';

const ALLOWED_LICENSES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];
/** jszip is taken under MIT; pako, which it needs, is MIT with zlib's own permissive terms for what was ported from zlib. */
const ALLOWED_EXPRESSIONS = ['(MIT OR GPL-3.0-or-later)', '(MIT AND Zlib)'];

interface LockEntry {
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly license?: string;
}
const lock = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockEntry>>;
};

describe('dependencies', () => {
  it('that ship with the packages have allowed licences', () => {
    const wrong = Object.entries(lock.packages).filter(
      ([path, { dev, link, license }]) =>
        path.startsWith('node_modules/') &&
        dev !== true &&
        link !== true &&
        ![...ALLOWED_LICENSES, ...ALLOWED_EXPRESSIONS].includes(license ?? ''),
    );
    assert.deepEqual(wrong, []);
  });

  it('of the packages are the rows of docs/reference/dependencies.md', () => {
    const folders = readdirSync(join(PROJECT_FOLDER, 'packages'));
    const declared = new Set(
      folders
        .map((name) => join(PROJECT_FOLDER, 'packages', name, 'package.json'))
        .filter((path) => existsSync(path))
        .map(
          (path) => JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: object; optionalDependencies?: object },
        )
        .flatMap(({ dependencies, optionalDependencies }) => Object.keys({ ...dependencies, ...optionalDependencies }))
        .filter((name) => name !== 'rightsmith' && !name.startsWith('@rightsmith/')),
    );
    const page = readFileSync(join(PROJECT_FOLDER, 'docs/reference/dependencies.md'), 'utf8');
    const documented = [...page.matchAll(/^\| ([a-z@][\w@/.-]*) \|/gm)]
      .map((match) => match[1])
      .filter((name) => name !== 'package');
    assert.deepEqual(documented.sort(), [...declared].sort());
  });

  it('are recorded without the address they were downloaded from', () => {
    assert.ok(!JSON.stringify(lock).includes('"resolved":"http'));
  });
});
