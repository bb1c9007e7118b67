import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readManifest, writeManifests, type PlanEntry } from '@rightsmith/bulk';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';

const JOB = { verb: 'protect', template: 'internal' };

describe('manifests', () => {
  const path = useTemporaryFolder();

  it('part the files that are to be worked on, evenly, and are read again', async () => {
    const entries: PlanEntry[] = [
      { n: 0, file: 'large', size: 10_000_000 },
      { n: 1, file: 'link', size: 0, skip: 'link' },
      ...Array.from({ length: 20 }, (_, n) => ({
        n: n + 2,
        file: `small\n${n}`,
        size: 10,
        into: 'out',
        as: 'native' as const,
      })),
    ];
    const paths = await writeManifests(path('m'), 2, { folder: '/share', entries, job: JOB });
    assert.deepEqual(
      paths.map((one) => one.slice(path('m').length + 1)),
      ['0001.ndjson', '0002.ndjson'],
    );
    const parts = paths.map(readManifest);
    assert.deepEqual(parts.map(({ entries: part }) => part.length).sort(), [1, 20]);
    const files = parts.flatMap((part) => part.entries).map(({ file }) => file);
    assert.deepEqual(
      files.sort(),
      entries
        .filter(({ skip }) => skip === undefined)
        .map(({ file }) => file)
        .sort(),
    );
    const { folder, job, entries: small } = parts[1]!;
    assert.deepEqual([folder, job], ['/share', JOB]);
    assert.deepEqual(small[3], { n: 3, file: 'small\n3', size: 10, into: 'out', as: 'native' });
  });

  it('are not written over, nor where there is nothing to do', async () => {
    const entries: PlanEntry[] = [{ n: 0, file: 'a', size: 1 }];
    assert.equal((await writeManifests(path('m'), 2 ** 31, { folder: '/', entries, job: JOB })).length, 1);
    const before = readFileSync(path('m/0001.ndjson'), 'utf8');
    const refused = { code: 'OutputExists', where: { file: path('m/0001.ndjson') } };
    await assert.rejects(writeManifests(path('m'), 1, { folder: '/', entries, job: JOB }), refused);
    assert.equal(readFileSync(path('m/0001.ndjson'), 'utf8'), before);
    // Of an earlier plan with more shards, the last would be handed out with those of this one.
    renameSync(path('m/0001.ndjson'), path('m/0002.ndjson'));
    await assert.rejects(writeManifests(path('m'), 1, { folder: '/', entries, job: JOB }), { code: 'OutputExists' });
    assert.deepEqual(readdirSync(path('m')), ['0002.ndjson']);
  });

  it('are told from what is none', () => {
    const bad = [
      '',
      'text',
      '{}',
      '{"schema":2,"folder":"/"}',
      '{"schema":1,"folder":"/"}\n{"file":7}',
      '{"schema":1,"folder":"/"}\n{"file":""}',
      '{"schema":1,"folder":"/"}\n{"file":"a","size":-1}',
      '{"schema":1,"folder":"/"}\nnull',
      '{"schema":1,"folder":"/"}\n{"file":"a","as":"x"}',
    ];
    for (const text of bad) {
      writeFileSync(path('m'), text);
      assert.throws(() => readManifest(path('m')), { code: 'CorruptFile' }, text);
    }
    assert.throws(() => readManifest(path('none')), { code: 'CannotRead' });
  });
});
