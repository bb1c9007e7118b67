import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bytesSource, memorySink, RightsEngine } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pdf } from '@rightsmith/format-pdf';
import { pfile } from '@rightsmith/format-pfile';
import { builtPackage } from '../packages/client-msipc/test/support/built.js';
import { noise } from '../packages/client-msipc/test/support/bytes.js';
import { describeWithStandIn } from '../packages/client-msipc/test/support/stand-in.js';
import { runCliProcess } from '../packages/cli/test/support/run-cli.js';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { placeholderFile } from '../packages/format-ooxml/test/support/placeholder-files.js';
import { buildPdf, ONE_PAGE } from '../packages/format-pdf/test/support/build-pdf.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

const SAMPLES: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'notes.txt': () => new TextEncoder().encode('Figures of the quarter.\n'),
  'empty.txt': () => new Uint8Array(),
  'long.bin': () => noise(3 * 1024 * 1024 + 5),
  'report.docx': () => buildPackage(),
  'old.doc': () => placeholderFile('doc'),
  'page.pdf': () => buildPdf({ objects: ONE_PAGE }),
};

describeWithStandIn('every format through the RMS Client', (standIn) => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    for (const deprecatedAlgorithms of [false, true]) {
      it(`${name} comes back${deprecatedAlgorithms ? ', with deprecated algorithms' : ''}`, async () => {
        const msipc = await (await builtPackage()).openMsipc({ library: standIn().library });
        const engine = new RightsEngine({ client: msipc.clientFor(), formats: [ooxml(), pdf(), pfile()] });
        const [original, sealed, opened] = [await sample(), memorySink(), memorySink()];
        const policy = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
        await engine.protect(bytesSource(original), sealed, { name, policy, deprecatedAlgorithms });
        const inspected = await engine.inspect(bytesSource(sealed.bytes()), { name });
        assert.equal(inspected.facts.license?.owner, 'alice@example.com');
        await engine.unprotect(bytesSource(sealed.bytes()), opened, { name });
        if (name.endsWith('.pdf')) assert.match(Buffer.from(opened.bytes()).toString('latin1'), /\/Type ?\/Page/);
        else assert.ok(Buffer.from(opened.bytes()).equals(original));
        standIn().setUser('mallory@example.com');
        const refused = engine.unprotect(bytesSource(sealed.bytes()), memorySink(), { name });
        await assert.rejects(refused, { code: 'AccessDenied' });
        await msipc.close();
        assert.deepEqual(standIn().leftovers, {});
      });
    }
  }
});

describeWithStandIn('rightsmith --profile msipc', (standIn) => {
  const path = useTemporaryFolder();
  const configure = (profile: object): void => {
    mkdirSync(path('home'), { recursive: true });
    const profiles = { msipc: { client: 'msipc', ...profile } };
    writeFileSync(path('home/config.json'), JSON.stringify({ profiles }));
  };
  const run = (...args: readonly string[]): ReturnType<typeof runCliProcess> =>
    runCliProcess(path(), ['--profile', 'msipc', ...args]);

  it('protects, tells and opens', () => {
    configure({ library: standIn().library });
    writeFileSync(path('report.txt'), 'Figures of the quarter.\n');
    const listed = run('templates', 'list');
    assert.match(listed.stdout, /^b4f2c7d1-0a6e-4e1c-9d57-3f1c2a7b8e90 {2}Contoso Confidential$/m);
    const protecting = run('protect', 'report.txt', '--template', 'Contoso Confidential');
    assert.deepEqual([protecting.exitCode, protecting.stderr], [0, '']);
    assert.equal(run('cat', 'report.ptxt').stdout, 'Figures of the quarter.\n');
    assert.match(run('inspect', 'report.ptxt').stdout, /alice@example\.com/);
    assert.equal(run('verify', 'report.ptxt').exitCode, 0);
    assert.equal(run('unprotect', 'report.ptxt', '-o', 'back.txt').exitCode, 0);
    assert.equal(readFileSync(path('back.txt'), 'utf8'), 'Figures of the quarter.\n');
  });

  it('shows what the installed version can', () => {
    configure({ library: standIn().oldLibrary });
    const { stdout, exitCode } = run('doctor');
    assert.equal(exitCode, 0);
    assert.match(stdout, /RMS client: +msipc \(from profile msipc\)/);
    assert.match(stdout, /Feature: +tracking: no, documents cannot be registered for tracking/);
    const { msipc } = JSON.parse(run('doctor', '--json').stdout) as {
      readonly msipc: Readonly<Record<string, unknown>>;
    };
    assert.deepEqual([msipc['state'], msipc['path']], ['ready', standIn().oldLibrary]);
  });

  it('leaves the verbs about the embedded authority alone', () => {
    configure({ library: standIn().library });
    for (const args of [
      ['authority', 'show'],
      ['grants', 'a@example.com'],
      ['cat', '--super-user', 'x'],
    ]) {
      assert.notEqual(run(...args).exitCode, 0, args.join(' '));
    }
    assert.match(run('authority', 'show').stderr, /profile msipc uses the client msipc/);
  });

  it('wants the key of a service principal from the environment', () => {
    configure({ library: standIn().library, mode: 'server', credential: { principal: 'app-1', tenant: 'tenant-1' } });
    writeFileSync(path('a.txt'), 'text');
    const protecting = ['protect', 'a.txt', '--to', 'bob@example.com:VIEW'] as const;
    assert.equal(run(...protecting).exitCode, 30);
    const environment = { RIGHTSMITH_MSIPC_KEY: 'c2VjcmV0' };
    const done = runCliProcess(path(), ['--profile', 'msipc', ...protecting, '--json'], '', environment);
    assert.equal(done.exitCode, 0);
    assert.ok(!`${done.stdout}${done.stderr}`.includes('c2VjcmV0'));
    assert.match(run('inspect', 'a.ptxt').stdout, /app-1@example\.com/);
  });
});

describe('rightsmith --profile msipc on a machine without it', () => {
  const path = useTemporaryFolder();

  it('says in one sentence what is missing', function () {
    if (process.platform === 'win32') this.skip(); // it may be there
    mkdirSync(path('home'));
    writeFileSync(path('home/config.json'), '{"profiles":{"msipc":{"client":"msipc"}}}');
    writeFileSync(path('a.txt'), 'text');
    const { stderr, exitCode } = runCliProcess(path(), [
      '--profile',
      'msipc',
      'protect',
      'a.txt',
      '--to',
      'b@example.com:VIEW',
    ]);
    assert.equal(exitCode, 50);
    assert.match(stderr, /exists for Windows only/);
    assert.match(
      runCliProcess(path(), ['--profile', 'msipc', 'doctor']).stdout,
      /Problem: +Microsoft’s RMS Client exists for/,
    );
  });
});
