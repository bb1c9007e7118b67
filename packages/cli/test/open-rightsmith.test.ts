import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { openRightsmith, type Rightsmith } from 'rightsmith';
import { useTemporaryFolder } from '../../../test/support/temporary-folder.js';

describe('openRightsmith', () => {
  const path = useTemporaryFolder();
  const opened: Rightsmith[] = [];
  const open = async (as: string): Promise<Rightsmith> => {
    const rightsmith = await openRightsmith({ as, home: path('home') });
    opened.push(rightsmith);
    return rightsmith;
  };
  beforeEach(() => {
    writeFileSync(path('a.txt'), 'text');
  });
  afterEach(async () => {
    for (const rightsmith of opened.splice(0)) await rightsmith.close();
  });

  it('protects, inspects and unprotects files', async () => {
    const alice = await open('alice@example.com');
    const { output, owner, contentId } = await alice.protectFile(path('a.txt'), {
      to: ['bob@example.com:VIEW,EXPORT'],
    });
    assert.deepEqual([output, owner], [path('a.ptxt'), 'alice@example.com']);
    const { license } = await alice.inspectFile(path('a.ptxt'));
    assert.equal(license?.contentId, contentId);
    const bob = await open('bob@example.com');
    const unprotected = await bob.unprotectFile(path('a.ptxt'), { output: path('b.txt') });
    assert.deepEqual([unprotected.output, unprotected.contentId], [path('b.txt'), contentId]);
    assert.equal(readFileSync(path('b.txt'), 'utf8'), 'text');
  });

  it('lets several threads work, for all calls or for one', async () => {
    const threaded = await openRightsmith({ as: 'alice@example.com', home: path('home'), threads: 2 });
    opened.push(threaded);
    await threaded.protectFile(path('a.txt'));
    await threaded.unprotectFile(path('a.ptxt'), { output: path('b.txt'), threads: 3 });
    assert.equal(readFileSync(path('b.txt'), 'utf8'), 'text');
    await assert.rejects(threaded.unprotectFile(path('a.ptxt'), { threads: 0 }), { code: 'UsageError' });
    await assert.rejects(openRightsmith({ as: 'alice@example.com', home: path('home'), threads: 0 }), {
      code: 'UsageError',
    });
  });

  it('reads protected files whole and by range', async () => {
    const alice = await open('alice@example.com');
    await alice.protectFile(path('a.txt'), { to: ['bob@example.com:VIEW'] });
    const bob = await open('bob@example.com');
    assert.equal(Buffer.from(await bob.readFile(path('a.ptxt'))).toString(), 'text');
    const file = await bob.openFile(path('a.ptxt'));
    const { content } = file;
    assert.deepEqual([file.name, file.useLicense.rights], ['a.txt', ['VIEW']]);
    assert.equal(Buffer.from(await content.read(1, 2)).toString(), 'ex');
    await file.close();
    await assert.rejects(content.read(1, 2), { code: 'CannotRead' });
    const carol = await open('carol@example.com');
    await assert.rejects(carol.openFile(path('a.ptxt')), { code: 'AccessDenied' });
  });

  it('throws what went wrong', async () => {
    const alice = await open('alice@example.com');
    await assert.rejects(alice.unprotectFile(path('a.txt')), { code: 'NotProtected' });
    await assert.rejects(alice.protectFile(path('a.txt'), { to: ['nonsense'] }), { code: 'UsageError' });
    const signal = AbortSignal.abort();
    await assert.rejects(alice.protectFile(path('a.txt'), {}, { signal }), { code: 'Aborted' });
    await assert.rejects(openRightsmith({ as: 'nobody', home: path('home') }), { code: 'UsageError' });
  });

  it('runs jobs as JSON holds them, one result a file', async () => {
    const alice = await open('alice@example.com');
    const results: object[] = [];
    const job: unknown = JSON.parse(JSON.stringify({ verb: 'status', files: [path('a.txt'), path('none')] }));
    for await (const result of alice.run(job)) results.push(result);
    assert.deepEqual(
      results.map((result) => ('status' in result ? result.status : 'error' in result)),
      ['plain', true],
    );
    assert.throws(() => alice.run({ verb: 'nonsense' }), { code: 'UsageError' });
  });
});
