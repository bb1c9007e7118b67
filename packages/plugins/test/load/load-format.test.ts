import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatHandler } from '@rightsmith/core';
import { builtIn, combineFormats, loadFormat, type FormatRequest, type LoadedFormat } from '@rightsmith/plugins';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

/** The source of a module whose factory `name` makes a handler that does nothing right. */
const moduleText = (name = 'format', apiVersion = 1): string => `
  export function ${name}(options) {
    const nothing = async () => undefined;
    const info = { id: options?.id ?? 'toy', apiVersion: ${apiVersion}, title: 'Toy', extensions: [], naming: { kind: 'keep' } };
    return { info, detect: nothing, inspect: nothing, wrap: nothing, unwrap: nothing };
  }`;

describe('loading a format', () => {
  const folder = useTemporaryFolder();

  const load = (request: FormatRequest): Promise<LoadedFormat> =>
    loadFormat(request, { folders: { paths: folder(), packages: [folder('a'), folder('b')] }, askedBy: 'a test' });

  const write = (path: string, text: string): void => {
    mkdirSync(join(folder(path), '..'), { recursive: true });
    writeFileSync(folder(path), text);
  };

  const install = (under: string, name: string, manifest: object = {}, text = moduleText()): void => {
    const described = { name, version: '1.2.3', type: 'module', exports: './main.js', ...manifest };
    write(`${under}/node_modules/${name}/package.json`, JSON.stringify(described));
    write(`${under}/node_modules/${name}/main.js`, text);
  };

  it('takes a file by its path', async () => {
    write('toy.mjs', moduleText());
    const { handler, origin } = await load({ use: './toy.mjs' });
    assert.equal(handler.info.id, 'toy');
    assert.deepEqual(origin, { kind: 'path', path: folder('toy.mjs'), isolation: 'trusted', askedBy: 'a test' });
  });

  it('gives a process of its own no code with a link to something else', async () => {
    write('private.txt', 'not for plugins');
    install('a', 'rightsmith-format-linked');
    symlinkSync('../../../private.txt', folder('a/node_modules/rightsmith-format-linked/data.txt'));
    await load({ use: 'linked' });
    await assert.rejects(load({ use: 'linked', isolation: 'process' }), {
      code: 'UsageError',
      where: { file: folder('a/node_modules/rightsmith-format-linked/data.txt') },
    });
  });

  it('says what to name where TypeScript is named, and where nothing is', async () => {
    write('typed.ts', 'export enum Kind { One }\nexport const format = (): object => ({});');
    await assert.rejects(load({ use: './typed.ts' }), { code: 'UsageError', hint: /JavaScript/ });
    await assert.rejects(load({ use: './nothing' }), { code: 'UsageError', hint: /^Paths start from / });
  });

  it('takes a folder by what its package description exports', async () => {
    for (const manifest of [
      { exports: './lib/in.js' },
      { exports: { '.': { types: './in.d.ts', browser: './no.js', default: './lib/in.js' } } },
      { exports: { import: './lib/in.js', require: './no.cjs' } },
      { main: 'lib/in.js' },
    ]) {
      write('one/package.json', JSON.stringify({ name: 'one', version: '2.0.0', type: 'module', ...manifest }));
      write('one/lib/in.js', moduleText());
      const { origin } = await load({ use: folder('one') });
      assert.equal(origin.path, folder('one/lib/in.js'));
      assert.deepEqual([origin.name, origin.version], ['one', '2.0.0']);
    }
  });

  it('takes an installed package by its name or its short name', async () => {
    install('a', 'rightsmith-format-toy');
    install('b', '@acme/rightsmith-format-cad');
    install('b', 'anything', { keywords: ['rightsmith-format'] });
    for (const [use, name] of [
      ['toy', 'rightsmith-format-toy'],
      ['rightsmith-format-toy', 'rightsmith-format-toy'],
      ['@acme/cad', '@acme/rightsmith-format-cad'],
      ['anything', 'anything'],
    ] as const) {
      const { origin } = await load({ use });
      assert.deepEqual([origin.kind, origin.name], ['package', name]);
    }
  });

  it('loads no package that does not say it is a format', async () => {
    install('a', 'left-pad');
    await assert.rejects(load({ use: 'left-pad' }), {
      code: 'UsageError',
      message: 'The package left-pad is no format plugin.',
    });
  });

  it('finds the factory by its name, or if it is the only function', async () => {
    write('only.mjs', moduleText('whatever'));
    write('two.mjs', `${moduleText('first')} export const second = () => undefined;`);
    assert.equal((await load({ use: './only.mjs' })).handler.info.id, 'toy');
    assert.equal(
      (await load({ use: './two.mjs', export: 'first', options: { id: 'other' } })).handler.info.id,
      'other',
    );
    await assert.rejects(load({ use: './two.mjs' }), { code: 'UsageError', hint: /first, second/ });
    await assert.rejects(load({ use: './two.mjs', export: 'third' }), {
      code: 'UsageError',
      message: /no function third/,
    });
  });

  it('names package, wanted and found version of the interface, and what to do', async () => {
    install('a', 'rightsmith-format-new', {}, moduleText('format', 2));
    install('a', 'rightsmith-format-old', {}, moduleText('format', 0));
    const message = (name: string, version: number): string =>
      `The format plugin rightsmith-format-${name} 1.2.3 is made for version ${version} of the handler interface, but this Rightsmith speaks version 1.`;
    await assert.rejects(load({ use: 'new' }), {
      code: 'UsageError',
      message: message('new', 2),
      hint: 'Update Rightsmith.',
    });
    await assert.rejects(load({ use: 'old' }), {
      code: 'UsageError',
      message: message('old', 0),
      hint: /Install a release/,
    });
    await assert.rejects(load({ use: 'new', isolation: 'process' }), {
      code: 'UsageError',
      message: message('new', 2),
    });
  });

  it('says what is wrong with a plugin that cannot be used', async () => {
    write('throws.mjs', `throw new Error('no luck');`);
    write('lacks.mjs', `import 'not-installed-anywhere'; ${moduleText()}`);
    write('empty.mjs', 'export const format = () => ({});');
    write('partly.mjs', moduleText().replace(', wrap: nothing', ''));
    write('unbuilt/package.json', '{ "name": "unbuilt", "exports": "./dist/index.js" }');
    write('broken/package.json', '{ "name": ');
    for (const [use, message, hint] of [
      ['./throws.mjs', /cannot be loaded: no luck\.$/, /author/],
      ['./lacks.mjs', /cannot be loaded: Cannot find package 'not-installed-anywhere'/, /npm install/],
      ['./empty.mjs', /its handler has no info/, /testkit/],
      ['./partly.mjs', /its handler has no method wrap/, /testkit/],
      ['./unbuilt', /has no file to load/, /npm run build/],
      ['./broken', /cannot be read/, undefined],
      ['./missing.mjs', /no format plugin here/, undefined],
      ['missing', /no format package "missing"/, /rightsmith-format-missing, @rightsmith\/format-missing, missing/],
    ] as const) {
      await assert.rejects(load({ use }), { code: 'UsageError', message, ...(hint && { hint }) }, use);
    }
  });

  it('takes a factory as it is, in this process only', async () => {
    write('toy.mjs', moduleText());
    const module = (await import(folder('toy.mjs'))) as { readonly format: () => FormatHandler };
    assert.equal((await load({ use: module.format })).origin.kind, 'inline');
    await assert.rejects(load({ use: module.format, isolation: 'process' }), { code: 'UsageError' });
  });
});

describe('formats together', () => {
  const handler = (id: string): FormatHandler => ({ info: { id } }) as FormatHandler;
  const plugin = (id: string, replaces: readonly string[] = []): LoadedFormat => ({
    handler: handler(id),
    origin: {
      kind: 'package',
      name: `rightsmith-format-${id}`,
      version: '1.0.0',
      isolation: 'trusted',
      askedBy: '--format',
    },
    replaces,
  });
  const ids = (formats: readonly LoadedFormat[]): readonly string[] => formats.map((one) => one.handler.info.id);
  const pdf = builtIn(handler('pdf'));

  it('keep their order', () => {
    assert.deepEqual(ids(combineFormats([pdf, plugin('toy'), plugin('cad')])), ['pdf', 'toy', 'cad']);
  });

  it('have one id each; an error names both', () => {
    assert.throws(() => combineFormats([pdf, plugin('pdf')]), {
      code: 'UsageError',
      message: 'Two formats have the id pdf: the built-in pdf and rightsmith-format-pdf 1.0.0 (asked for by --format).',
    });
  });

  it('replace one another only on request', () => {
    const better = plugin('pdf', ['pdf']);
    assert.deepEqual(combineFormats([pdf, better]), [better]);
    assert.deepEqual(ids(combineFormats([pdf, plugin('better', ['pdf'])])), ['better']);
  });

  it('replace nothing that is not there, and nothing twice', () => {
    assert.throws(() => combineFormats([pdf, plugin('toy', ['xps'])]), { code: 'UsageError', message: /is not there/ });
    assert.throws(() => combineFormats([pdf, plugin('a', ['pdf']), plugin('b', ['pdf'])]), { code: 'UsageError' });
  });
});
