import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

/** A format in one file: protected toys begin with `TOYP`, then two lengths, name and licence, then the content. */
const TOY = `
const text = (bytes) => new TextDecoder().decode(bytes);
const magic = async (source) => text(await source.read(0, 4));
const facts = { labels: [], obstacles: [], encryptedFacts: [], container: {} };
async function parts(source) {
  const length = new DataView((await source.read(4, 4)).buffer).getUint32(0);
  return { license: await source.read(8, length), content: 8 + length };
}
export function format({ id = 'toy', certainty = 'certain' } = {}) {
  return {
    info: { id, apiVersion: 1, title: 'Toy', extensions: ['.toy'], naming: { kind: 'suffix', suffix: '.ptoy', prefixed: [] } },
    detect: async (source) => {
      const begin = await magic(source);
      if (begin === 'TOYP') return { status: 'protected', certainty, reason: 'protected toy' };
      return begin === 'TOY!' ? { status: 'plain', certainty, reason: 'toy' } : undefined;
    },
    inspect: async (source) => {
      if ((await magic(source)) !== 'TOYP') return { ...facts, status: 'plain' };
      return { ...facts, status: 'protected', license: (await parts(source)).license };
    },
    wrap: async (source, { license, cipher }, sink) => {
      const head = new DataView(new ArrayBuffer(8));
      [...'TOYP'].forEach((letter, index) => head.setUint8(index, letter.charCodeAt(0)));
      head.setUint32(4, license.length);
      await sink.write(new Uint8Array(head.buffer));
      await sink.write(license);
      await sink.write(await cipher.encrypt(0, await source.read(0, source.size), true));
    },
    unwrap: async (source, cipher, sink) => {
      const { content } = await parts(source);
      await sink.write(await cipher.decrypt(0, await source.read(content, source.size - content), true));
    },
  };
}
`;

describe('formats of others', () => {
  const folder = useTemporaryFolder();
  const cli = (...args: readonly string[]): CliRun => runCli(folder(), args);
  const formats = (
    ...args: readonly string[]
  ): Record<string, { kind: string; path?: string; isolation: string; askedBy?: string }> => {
    const run = cli('formats', '--json', ...args);
    assert.equal(run.exitCode, 0, run.stderr);
    const listed = (JSON.parse(run.stdout) as { formats: { id: string; origin: never }[] }).formats;
    return Object.fromEntries(listed.map(({ id, origin }) => [id, origin]));
  };

  beforeEach(() => {
    mkdirSync(folder('home'));
    writeFileSync(folder('toy.mjs'), TOY);
    writeFileSync(folder('train.toy'), 'TOY! A train.');
  });

  for (const isolate of [[], ['--isolate']]) {
    it(`protect and open by a path${isolate.length === 0 ? '' : ', in a process of their own'}`, () => {
      const format = ['--format', './toy.mjs', ...isolate];
      assert.equal(cli('protect', 'train.toy', '--to', 'bob@example.com:VIEW', ...format).exitCode, 0);
      assert.equal(cli('status', 'train.toy.ptoy', ...format).exitCode, 0);
      const opened = cli('cat', 'train.toy.ptoy', '--as', 'bob@example.com', ...format);
      assert.equal(opened.stdout, 'TOY! A train.', opened.stderr);
      assert.equal(cli('status', 'train.toy.ptoy').exitCode, 20);
    });
  }

  it('are listed with where they came from', () => {
    const origins = formats('--format', './toy.mjs', '--isolate');
    assert.deepEqual(origins['pdf'], { kind: 'built-in', isolation: 'trusted' });
    assert.deepEqual(origins['toy'], {
      kind: 'path',
      path: folder('toy.mjs'),
      isolation: 'process',
      askedBy: '--format',
    });
    assert.match(cli('formats', '--format', './toy.mjs').stdout, /Comes from: +\S*toy\.mjs, asked for by --format/);
  });

  it('are named by the configuration in the home, as text, objects and functions', () => {
    writeFileSync(
      folder('home/config.json'),
      JSON.stringify({ formats: [{ use: '../toy.mjs', options: { id: 'first' } }] }),
    );
    assert.equal(formats()['first']?.askedBy, folder('home/config.json'));
    writeFileSync(
      folder('mine.mjs'),
      `import { format } from './toy.mjs'; export default { formats: [() => format({ id: 'second' })] };`,
    );
    assert.deepEqual(formats('--config', 'mine.mjs')['second']?.kind, 'inline');
  });

  it('are found as installed packages, by short name, beside the configuration', () => {
    const installed = join('home/node_modules/rightsmith-format-toy');
    mkdirSync(folder(installed), { recursive: true });
    writeFileSync(
      folder(join(installed, 'package.json')),
      '{ "name": "rightsmith-format-toy", "version": "1.0.0", "type": "module" }',
    );
    writeFileSync(folder(join(installed, 'index.js')), TOY);
    assert.equal(formats('--format', 'toy')['toy']?.kind, 'package');
  });

  it('are never taken from the current folder unasked', () => {
    const installed = 'work/node_modules/rightsmith-format-toy';
    mkdirSync(folder(installed), { recursive: true });
    writeFileSync(folder(join(installed, 'package.json')), '{ "name": "rightsmith-format-toy", "type": "module" }');
    writeFileSync(folder(join(installed, 'index.js')), TOY);
    writeFileSync(folder('work/config.json'), JSON.stringify({ formats: ['toy'] }));
    const home = ['--home', folder('home')];
    assert.doesNotMatch(runCli(folder('work'), ['formats', ...home]).stdout, /toy/);
    assert.equal(runCli(folder('work'), ['formats', '--format', 'toy', ...home]).exitCode, 2);
    assert.match(
      runCli(folder('work'), ['formats', '--config', 'config.json', ...home]).stdout,
      /rightsmith-format-toy/,
    );
  });

  it('that are equally certain need one to be preferred', () => {
    writeFileSync(
      folder('home/config.json'),
      JSON.stringify({ formats: ['../toy.mjs', { use: '../toy.mjs', options: { id: 'other' } }] }),
    );
    const tie = cli('status', 'train.toy');
    assert.equal(tie.exitCode, 50);
    assert.match(tie.stderr, /toy and other are equally certain/);
    assert.equal(cli('status', 'train.toy', '--prefer', 'other').exitCode, 20);
    assert.equal(cli('status', 'train.toy', '--prefer', 'nobody').exitCode, 2);
  });

  it('replace a built-in one only on request', () => {
    const entry = { use: '../toy.mjs', options: { id: 'pdf' } };
    writeFileSync(folder('home/config.json'), JSON.stringify({ formats: [entry] }));
    const refused = cli('formats');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /Two formats have the id pdf: the built-in pdf and .*toy\.mjs/);
    writeFileSync(folder('home/config.json'), JSON.stringify({ formats: [{ ...entry, replaces: ['pdf'] }] }));
    assert.equal(formats()['pdf']?.kind, 'path');
  });

  it('may not be two configurations', () => {
    writeFileSync(folder('home/config.json'), '{}');
    writeFileSync(folder('home/config.mjs'), 'export const config = {};');
    assert.match(cli('formats').stderr, /There are two configurations/);
  });
});
