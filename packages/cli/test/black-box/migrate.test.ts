import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { openRightsmith, type Rightsmith } from 'rightsmith';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { buildPackage } from '../../../format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE } from '../../../format-pdf/test/support/build-pdf.js';
import { PROGRAM, runCli, type CliRun } from '../support/run-cli.js';

const [ALICE, BOB, NEW_ALICE, NEW_BOB] = [
  'alice@old.example',
  'bob@old.example',
  'alice@new.example',
  'b.new@new.example',
];
const TEXT = 'What was agreed.\n';
const KILL_AT = new URL('../../../../test/support/kill-at.js', import.meta.url).href;

const MAPPING = {
  templates: { Internal: 'Confidential' },
  users: { '@old.example': '@new.example', [BOB]: NEW_BOB, 'carol@old.example': null },
};

interface Result {
  readonly file?: string;
  readonly ok?: boolean;
  readonly already?: boolean;
  readonly contentId?: string;
  readonly replacedContentId?: string;
  readonly owner?: string;
  readonly error?: { readonly code: string };
  readonly files?: readonly Result[];
}

describe('rightsmith migrate', () => {
  const path = useTemporaryFolder();
  let opened: Rightsmith[] = [];
  let names: string[] = [];

  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path(name)))
      .digest('hex');
  const hashes = (): string[] => names.map(hash);

  async function open(home: string, as: string): Promise<Rightsmith> {
    const rightsmith = await openRightsmith({ home: path(home), as });
    opened.push(rightsmith);
    return rightsmith;
  }

  /** What a file says, opened by somebody of one of the two homes. */
  async function read(home: string, as: string, name: string): Promise<string> {
    return Buffer.from(await (await open(home, as)).readFile(path(name))).toString('latin1');
  }

  async function run(job: object, as = NEW_ALICE): Promise<Result[]> {
    const results: Result[] = [];
    for await (const result of (await open('new', as)).run({ verb: 'migrate', ...job })) results.push(result);
    return results;
  }

  const from = (): object => ({ fromHome: path('old'), fromAs: ALICE });
  const move = (others: object = {}): Promise<Result[]> =>
    run({
      files: names.map((name) => path(name)),
      mapping: path('map.json'),
      journal: path('move.ndjson'),
      ...from(),
      ...others,
    });
  const rollBack = async (others: object = {}): Promise<Result> =>
    (await run({ rollBack: path('move.ndjson'), ...others }))[0]!;

  async function addTemplate(home: string, name: string): Promise<void> {
    const authority = await openAuthority({ home: path(home) });
    await authority.templates.add({
      names: [{ lcid: 1033, name, description: '' }],
      grants: [{ users: ['anyone'], rights: ['VIEW'] }],
    });
    await authority.close();
  }

  async function protect(name: string, content: string | Uint8Array, options: object): Promise<void> {
    writeFileSync(path(name), content);
    const { output = '' } = await (await open('old', ALICE)).protectFile(path(name), { inPlace: true, ...options });
    names.push(output.slice(path().length + 1));
  }

  beforeEach(async () => {
    names = [];
    await addTemplate('old', 'Internal');
    await addTemplate('new', 'Confidential');
    writeFileSync(path('map.json'), JSON.stringify(MAPPING));
    await protect('a.txt', TEXT, { to: [`${BOB}:VIEW`, 'carol@old.example:VIEW'] });
    await protect('b.docx', await buildPackage(), { template: 'Internal' });
    await protect('c.pdf', buildPdf({ objects: ONE_PAGE }), { to: [`${BOB}:VIEW`] });
  });

  afterEach(async () => {
    for (const rightsmith of opened) await rightsmith.close();
    opened = [];
  });

  it('moves files of every format, with their people and templates, and puts them back byte for byte', async () => {
    utimesSync(path('a.ptxt'), 1000, 2000);
    const [before, stats] = [hashes(), statSync(path('a.ptxt'))];
    const results = await move();
    assert.deepEqual(
      results.map(({ ok, owner }) => [ok, owner]),
      Array(3).fill([true, NEW_ALICE]),
    );
    assert.ok(
      results.every(({ contentId, replacedContentId }) => replacedContentId && contentId !== replacedContentId),
    );
    assert.equal(await read('new', NEW_BOB, 'a.ptxt'), TEXT);
    await assert.rejects(read('new', 'carol@new.example', 'a.ptxt'), { code: 'AccessDenied' });
    await assert.rejects(read('old', BOB, 'a.ptxt'), { code: 'NotSupportedByClient' });
    const { license } = await (await open('new', NEW_BOB)).inspectFile(path('b.docx'));
    assert.equal(license?.descriptor?.names[0]?.name, 'Confidential');
    assert.equal(statSync(path('a.ptxt')).mtimeMs, stats.mtimeMs);

    assert.deepEqual(await rollBack(), {
      ok: true,
      journal: path('move.ndjson'),
      files: names.toReversed().map((name) => ({ file: path(name), ok: true })),
    });
    assert.deepEqual(hashes(), before);
    const after = statSync(path('a.ptxt'));
    assert.deepEqual([after.mtimeMs, after.mode, after.ino], [stats.mtimeMs, stats.mode, stats.ino]);
    assert.equal(await read('old', BOB, 'a.ptxt'), TEXT);
    assert.equal(existsSync(path('move.ndjson.originals')), false);
  });

  it('refuses before anything is written what the mapping does not answer for', async () => {
    const before = hashes();
    const attempts: readonly (readonly [mapping: unknown, code: string])[] = [
      [{ ...MAPPING, templates: {} }, 'TemplateNotFound'],
      [{ ...MAPPING, templates: { Internal: 'Nowhere' } }, 'TemplateNotFound'],
      [{ users: { '@old.example': 'all@new.example' } }, 'UsageError'],
      [{ users: { 'old.example': '@new.example' } }, 'UsageError'],
      [{ users: { '@old.example': '@new.example', '@OLD.example': '@other.example' } }, 'UsageError'],
      [{ template: {} }, 'UsageError'],
      ['a text', 'UsageError'],
    ];
    for (const [mapping, code] of attempts) {
      writeFileSync(path('map.json'), JSON.stringify(mapping));
      await assert.rejects(move(), { code }, JSON.stringify(mapping));
    }
    assert.deepEqual(hashes(), before);
    assert.equal(existsSync(path('move.ndjson')), false);
  });

  it('tells what would be different, and writes nothing', async () => {
    const before = hashes();
    const [first] = await move({ dryRun: true });
    const { owner, difference } = first as unknown as { owner: object; difference: { added: { user: string }[] } };
    assert.deepEqual(owner, { before: ALICE, after: NEW_ALICE });
    assert.deepEqual(
      difference.added.map(({ user }) => user),
      [NEW_BOB],
    );
    assert.deepEqual(hashes(), before);
    assert.equal(existsSync(path('move.ndjson')), false);
  });

  it('keeps the policy of a template that is mapped to none, and refuses people nobody thought of where told to', async () => {
    writeFileSync(path('map.json'), JSON.stringify({ ...MAPPING, templates: { '*': null } }));
    const [, office] = await move();
    assert.equal(office?.ok, true);
    await read('new', 'anyone@new.example', 'b.docx');
    await rollBack();
    const strict = { templates: { '*': null }, users: { [BOB]: NEW_BOB }, unmappedUsers: 'refuse' };
    writeFileSync(path('map.json'), JSON.stringify(strict));
    const results = await move({ journal: path('second.ndjson') });
    assert.deepEqual(
      results.map(({ error }) => error?.code),
      Array(3).fill('UsageError'),
    );
  });

  it('needs the removal right where the files come from, or a super user', async () => {
    const codes = async (others: object): Promise<unknown[]> =>
      (await move({ journal: path(`${Math.random()}`), ...others })).map(({ error }) => error?.code);
    assert.deepEqual(await codes({ fromAs: BOB }), Array(3).fill('AccessDenied'));
    assert.deepEqual(await codes({ fromAs: 'admin@old.example', superUser: true }), Array(3).fill('AccessDenied'));
    const authority = await openAuthority({ home: path('old') });
    await authority.directory.addSuperUser('admin@old.example');
    await authority.close();
    assert.deepEqual(await codes({ fromAs: 'admin@old.example', superUser: true }), Array(3).fill(undefined));
  });

  it('goes on with a journal, and does nothing twice', async () => {
    const all = names;
    names = all.slice(0, 1);
    const [first] = await move();
    names = all;
    const after = hash('a.ptxt');
    assert.deepEqual(
      (await move()).map(({ already }) => already),
      [true, undefined, undefined],
    );
    assert.equal(hash('a.ptxt'), after);
    assert.equal(first?.ok, true);
    writeFileSync(path('map.json'), JSON.stringify({ templates: { Internal: 'Confidential' } }));
    await assert.rejects(move(), { code: 'UsageError', message: /another mapping/ });
  });

  it('does not overwrite what was changed since, unless told to', async () => {
    const before = hashes();
    await move();
    appendFileSync(path('a.ptxt'), 'more');
    const { ok, files } = await rollBack();
    assert.equal(ok, false);
    assert.deepEqual(
      files?.map((file) => file.error?.code),
      [undefined, undefined, 'OutputExists'],
    );
    await rollBack({ force: true });
    assert.deepEqual(hashes(), before);
  });

  it('does not put back an original that is not what it was', async () => {
    await move();
    const after = hash('c.pdf');
    truncateSync(path('move.ndjson.originals/000003'), 10);
    const { files } = await rollBack();
    assert.equal(files?.[0]?.error?.code, 'CorruptFile');
    assert.equal(hash('c.pdf'), after);
  });

  it('lets originals go when the move is confirmed, and cannot be undone then', async () => {
    await move();
    assert.equal((await run({ confirm: path('move.ndjson') }))[0]?.ok, true);
    assert.equal(existsSync(path('move.ndjson.originals')), false);
    await assert.rejects(rollBack(), { code: 'UsageError' });
    await assert.rejects(move(), { code: 'UsageError' });
  });

  it('follows a symbolic link to the file, and fails alone for what is no protected file', async () => {
    mkdirSync(path('elsewhere'));
    symlinkSync(path('a.ptxt'), path('elsewhere/link.ptxt'));
    writeFileSync(path('plain.txt'), TEXT);
    names = ['elsewhere/link.ptxt', 'plain.txt', 'none.ptxt'];
    assert.deepEqual(
      (await move()).map(({ error }) => error?.code),
      [undefined, 'NotProtected', 'CannotRead'],
    );
    assert.equal(await read('new', NEW_BOB, 'a.ptxt'), TEXT);
    assert.deepEqual(readdirSync(path('elsewhere')), ['link.ptxt']);
  });

  it('looks through folders for protected files, but not among the originals it keeps', async () => {
    mkdirSync(path('share/deep'), { recursive: true });
    for (const [index, name] of names.entries())
      renameSync(path(name), path(`share/${index === 0 ? 'deep/' : ''}${name}`));
    writeFileSync(path('share/plain.txt'), TEXT);
    const job = { files: [path('share')], recursive: true, exclude: ['*.pdf'], mapping: path('map.json'), ...from() };
    const journal = path('share/move.ndjson');
    const told = async (): Promise<unknown[]> =>
      (await run({ ...job, journal })).map(({ file = '', ok, ...others }) => [
        basename(file),
        ok,
        'skipped' in others || 'already' in others,
      ]);
    const moved = [
      ['b.docx', true, false],
      ['a.ptxt', true, false],
      ['plain.txt', true, true],
    ];
    assert.deepEqual((await told()).sort(), moved.sort());
    assert.deepEqual((await told()).sort(), moved.map(([name]) => [name, true, true]).sort());
    assert.equal(await read('new', NEW_BOB, 'share/deep/a.ptxt'), TEXT);
  });

  it('keeps originals on another disk too, and brings them back from there (skipped without one)', async function () {
    const isAnother = (disk: string): boolean => existsSync(disk) && statSync(disk).dev !== statSync(path()).dev;
    const other = ['/dev/shm', '/var/tmp'].find(isAnother);
    if (other === undefined) return void this.skip(); // there is no second disk to move to
    const folder = mkdtempSync(join(other, 'rightsmith-test-'));
    try {
      utimesSync(path('a.ptxt'), 1000, 2000);
      const before = hashes();
      const journal = join(folder, 'move.ndjson');
      await move({ journal });
      assert.deepEqual(readdirSync(`${journal}.originals`), ['000001', '000002', '000003']);
      assert.equal((await rollBack({ rollBack: journal })).ok, true);
      assert.deepEqual(hashes(), before);
      assert.equal(statSync(path('a.ptxt')).mtimeMs, 2_000_000);
      assert.deepEqual(readdirSync(folder), ['move.ndjson']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stays with its authority where no other is named, under the same key and content id', async () => {
    writeFileSync(path('map.json'), JSON.stringify({ users: { [BOB]: 'dave@old.example' } }));
    names = ['a.ptxt'];
    const job = { verb: 'migrate', files: [path('a.ptxt')], mapping: path('map.json'), journal: path('j') };
    for await (const result of (await open('old', ALICE)).run(job)) assert.equal('replacedContentId' in result, false);
    assert.equal(await read('old', 'dave@old.example', 'a.ptxt'), TEXT);
    await assert.rejects(read('old', BOB, 'a.ptxt'), { code: 'AccessDenied' });
  });

  it('refuses command lines that make no sense', async () => {
    const files = [path('a.ptxt')];
    const [mapping, journal] = [path('map.json'), path('j')];
    for (const job of [
      { files },
      { files, mapping },
      { mapping, journal },
      { files: ['-'], mapping, journal },
      { files, rollBack: journal },
      { rollBack: journal, confirm: journal },
      { files, mapping, journal, force: true },
      { rollBack: path('map.json') },
    ]) {
      await assert.rejects(run(job), { code: 'UsageError' }, JSON.stringify(job));
    }
  });

  // What each kill leaves; then the same command again, and the way back.
  for (const point of ['link:2:after', 'datasync:3:after', 'rename:2:before', 'rename:2:after']) {
    it(`goes on after a kill at ${point}, and can still be undone`, async () => {
      const before = hashes();
      const job = ['migrate', ...names, '--mapping', 'map.json', '--journal', 'move.ndjson', '--from-home', 'old'];
      const args = [...job, '--from-as', ALICE, '--home', 'new', '--as', NEW_ALICE];
      const killed = spawnSync(process.execPath, ['--import', KILL_AT, PROGRAM, ...args], {
        cwd: path(),
        env: { ...process.env, RIGHTSMITH_KILL_AT: point },
      });
      assert.equal(killed.signal, 'SIGKILL', killed.stderr.toString());
      // Each file is whole: the old one or the new one.
      const [afterKill] = [hashes()];
      assert.equal(afterKill[2], before[2]);
      assert.deepEqual(
        (await move()).map(({ ok }) => ok),
        [true, true, true],
      );
      assert.equal(await read('new', NEW_BOB, 'a.ptxt'), TEXT);
      await read('new', 'anyone@new.example', 'b.docx');
      assert.deepEqual(
        readdirSync(path()).filter((name) => name.startsWith('.rightsmith')),
        [],
      );
      assert.equal((await rollBack()).ok, true);
      assert.deepEqual(hashes(), before);
    });
  }

  it('begins anew with a journal that a kill cut in its first line, and passes over one cut later', async () => {
    writeFileSync(path('move.ndjson'), '{"journal":"rights');
    const before = hashes();
    await move();
    appendFileSync(path('move.ndjson'), '{"step":"repl');
    assert.deepEqual(
      (await move()).map(({ already }) => already),
      [true, true, true],
    );
    assert.equal((await rollBack()).ok, true);
    assert.deepEqual(hashes(), before);
    unlinkSync(path('move.ndjson'));
    writeFileSync(path('move.ndjson'), 'somebody’s notes');
    await assert.rejects(move(), { code: 'UsageError' });
    assert.equal(readFileSync(path('move.ndjson'), 'utf8'), 'somebody’s notes');
  });

  it('unlocks each of the two authorities with its own passphrase', () => {
    const locked = (home: string, passphrase: string, ...args: string[]): CliRun =>
      runCli(path(), ['--home', home, ...args], '', { RIGHTSMITH_PASSPHRASE: passphrase });
    writeFileSync(path('one'), 'one');
    writeFileSync(path('two'), 'two');
    assert.equal(locked('old', '', 'authority', 'set-passphrase', '--passphrase-file', 'one').exitCode, 0);
    assert.equal(locked('new', '', 'authority', 'set-passphrase', '--passphrase-file', 'two').exitCode, 0);
    const args = [
      '--home',
      'new',
      'migrate',
      'a.ptxt',
      '--mapping',
      'map.json',
      '--journal',
      'j',
      '--from-home',
      'old',
    ];
    const move = (passphrases: NodeJS.ProcessEnv): CliRun =>
      runCli(path(), [...args, '--from-as', ALICE], '', passphrases);
    assert.equal(move({ RIGHTSMITH_PASSPHRASE: 'two' }).exitCode, 30);
    assert.equal(move({ RIGHTSMITH_PASSPHRASE: 'two', RIGHTSMITH_FROM_PASSPHRASE: 'one' }).exitCode, 0);
  });

  it('takes nothing for a step that is none, and lets no original go that a broken line may have named', async () => {
    const before = hashes();
    await move();
    const journal = readFileSync(path('move.ndjson'), 'utf8');
    const evil = {
      step: 'replace',
      file: path('map.json'),
      original: '../map.json',
      before: 'a'.repeat(64),
      after: hash('map.json'),
    };
    for (const broken of [`${journal}${JSON.stringify(evil)}\n`, journal.replace('"000002"', '"000002')]) {
      writeFileSync(path('move.ndjson'), broken);
      await assert.rejects(rollBack(), { code: 'CorruptFile', message: /line of the journal/ });
      assert.ok(existsSync(path('map.json')));
      assert.equal(readdirSync(path('move.ndjson.originals')).length, 3);
    }
    writeFileSync(path('move.ndjson'), journal);
    assert.equal((await rollBack()).ok, true);
    assert.deepEqual(hashes(), before);
  });

  it('can be undone as often as it is done', async () => {
    const before = hashes();
    for (const time of ['first', 'second']) {
      await move();
      assert.equal((await rollBack()).files?.length, 3, time);
      assert.deepEqual(hashes(), before, time);
    }
  });

  it('works alone with its journal', async () => {
    await move();
    writeFileSync(path('move.ndjson.lock'), `${process.ppid} ${hostname()}\n`);
    for (const work of [move, rollBack, () => run({ confirm: path('move.ndjson') })]) {
      await assert.rejects(work(), { code: 'UsageError', message: /Another process/ });
    }
    unlinkSync(path('move.ndjson.lock'));
    assert.equal((await rollBack()).ok, true);
    assert.equal(existsSync(path('move.ndjson.lock')), false);
  });
});
