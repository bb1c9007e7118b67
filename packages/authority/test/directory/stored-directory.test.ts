import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import type { ResolveGroups } from '../../src/directory/directory.js';
import { DIRECTORY_FILE, EMPTY_DIRECTORY } from '../../src/directory/directory-file.js';
import { StoredDirectory } from '../../src/directory/stored-directory.js';
import { DocumentFile } from '../../src/home/document-file.js';

const DIRECTORY = {
  schema: 1,
  people: [
    { address: 'Alice@example.com', name: 'Alice', aliases: ['ali@example.com', 'a.liddell@example.com'] },
    { address: 'bob@example.com', groups: ['Project@example.com'] },
    { address: 'root@example.com', aliases: ['admin@example.com'] },
  ],
  groups: [
    { address: 'team@example.com', members: ['ALI@example.com'] },
    { address: 'staff@example.com', members: ['Team@example.com', 'everybody@example.com'] },
    { address: 'everybody@example.com', members: ['staff@example.com'] },
    { address: 'company@example.com', members: ['project@example.com'] },
    { address: 'outside@example.com', members: ['guests@example.com'] },
  ],
  superUsers: ['root@example.com'],
};

describe('StoredDirectory', () => {
  const path = useTemporaryFolder();

  const inFile = (resolveGroups?: ResolveGroups): StoredDirectory =>
    new StoredDirectory(new DocumentFile(path('directory.json'), DIRECTORY_FILE, EMPTY_DIRECTORY), resolveGroups);

  const open = (content: unknown = DIRECTORY): StoredDirectory => {
    writeFileSync(path('directory.json'), JSON.stringify(content));
    return inFile();
  };

  it('gives the other addresses of a person, whichever one was asserted', async () => {
    const identity = await open().expandIdentity('ALI@example.com');
    assert.equal(identity.address, 'ALI@example.com');
    assert.deepEqual(identity.aliases, ['alice@example.com', 'a.liddell@example.com']);
  });

  it('finds groups through any address of the person and through nested groups, circles included', async () => {
    const { groups } = await open().expandIdentity('alice@example.com');
    assert.deepEqual([...groups].sort(), ['everybody@example.com', 'staff@example.com', 'team@example.com']);
  });

  it('finds the groups a person names and the groups around them', async () => {
    const { groups } = await open().expandIdentity('bob@example.com');
    assert.deepEqual(groups, ['project@example.com', 'company@example.com']);
  });

  it('knows nothing but the address of a stranger', async () => {
    const identity = await open().expandIdentity('carol@example.org');
    assert.deepEqual(identity, { address: 'carol@example.org', aliases: [], groups: [] });
  });

  it('adds groups from outside, and the groups around those', async () => {
    open();
    const directory = inFile((address) =>
      Promise.resolve(address === 'carol@example.org' ? ['Guests@example.com'] : []),
    );
    const { groups } = await directory.expandIdentity('carol@example.org');
    assert.deepEqual(groups, ['guests@example.com', 'outside@example.com']);
  });

  it('says so when the groups from outside cannot be had', async () => {
    open();
    const directory = inFile(() => Promise.reject(new Error('gone')));
    await assert.rejects(directory.expandIdentity('carol@example.org'), { code: 'ServiceError' });
  });

  it('tells super users by any of their addresses', async () => {
    const directory = open();
    assert.equal(await directory.isSuperUser('Admin@example.com'), true);
    assert.equal(await directory.isSuperUser('alice@example.com'), false);
  });

  describe('super users', () => {
    it('are listed, added once, and removed by the address listed, in any case', async () => {
      const directory = open();
      await directory.addSuperUser('Carol@example.com');
      await directory.addSuperUser('carol@EXAMPLE.com');
      assert.deepEqual(await directory.superUsers(), ['root@example.com', 'Carol@example.com']);
      await directory.removeSuperUser('ROOT@example.com');
      assert.deepEqual(await directory.superUsers(), ['Carol@example.com']);
      assert.equal(await directory.isSuperUser('admin@example.com'), false);
    });

    it('are changed without touching anything else', async () => {
      const directory = open({ ...DIRECTORY, note: 'mine', people: [{ address: 'a@example.com', phone: 1 }] });
      await directory.addSuperUser('carol@example.com');
      const file = JSON.parse(readFileSync(path('directory.json'), 'utf8')) as typeof DIRECTORY & { note: string };
      assert.deepEqual(file.groups, DIRECTORY.groups);
      assert.equal(file.note, 'mine');
      assert.deepEqual(file.people, [{ address: 'a@example.com', phone: 1, aliases: [], groups: [] }]);
    });

    it('are the first thing in a directory that is not there', async () => {
      const directory = inFile();
      await directory.addSuperUser('carol@example.com');
      assert.deepEqual(await inFile().superUsers(), ['carol@example.com']);
    });

    it('are addresses', async () => {
      for (const text of ['', 'carol', 'anyone', '@example.com']) {
        await assert.rejects(open().addSuperUser(text), { code: 'UsageError' });
      }
    });

    it('can be removed only if they are listed', async () => {
      await assert.rejects(open().removeSuperUser('admin@example.com'), { code: 'UsageError' });
    });

    it('are all there when several are added at once', async () => {
      open();
      const added = Array.from({ length: 6 }, (_, number) => `user${number}@example.com`);
      await Promise.all(added.map((address) => inFile().addSuperUser(address)));
      const listed = await inFile().superUsers();
      assert.deepEqual([...listed].sort(), ['root@example.com', ...added]);
    });
  });

  it('does not take letters outside ASCII for their look-alikes', async () => {
    // U+212A KELVIN SIGN, whose lower case is k.
    const directory = open({ schema: 1, superUsers: ['kim@example.com'] });
    assert.equal(await directory.isSuperUser('\u212Aim@example.com'), false);
  });

  it('treats a missing file as an empty directory', async () => {
    const directory = inFile();
    assert.deepEqual(await directory.expandIdentity('a@example.com'), {
      address: 'a@example.com',
      aliases: [],
      groups: [],
    });
  });

  it('sees changes made while it is open', async () => {
    const directory = open();
    assert.equal(await directory.isSuperUser('bob@example.com'), false);
    writeFileSync(path('directory.json'), JSON.stringify({ ...DIRECTORY, superUsers: ['bob@example.com'] }));
    assert.equal(await directory.isSuperUser('bob@example.com'), true);
  });

  for (const [what, content] of [
    ['an unknown schema', { schema: 2 }],
    ['an address without @', { schema: 1, people: [{ address: 'alice' }] }],
    [
      'members that are no list',
      { schema: 1, groups: [{ address: 'team@example.com', members: 'alice@example.com' }] },
    ],
    ['a list at the top', []],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const directory = open(content);
      await assert.rejects(directory.expandIdentity('a@example.com'), {
        code: 'CorruptFile',
        where: { file: path('directory.json'), structure: 'directory' },
      });
    });
  }

  it('works again once a damaged file was mended', async () => {
    const directory = open();
    writeFileSync(path('directory.json'), '{');
    await assert.rejects(directory.isSuperUser('root@example.com'), { code: 'CorruptFile' });
    open();
    assert.equal(await directory.isSuperUser('root@example.com'), true);
  });
});
