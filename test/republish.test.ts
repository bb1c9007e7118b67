import assert from 'node:assert/strict';
import {
  bytesSource,
  createContentCipher,
  memorySink,
  readPublishingLicense,
  RightsEngine,
  type FormatHandler,
  type CurrentRights,
  type PolicyChange,
  type ProtectRequest,
  type RepublishRequest,
  type RepublishResult,
  type RmsClient,
  type UseLicense,
} from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { buildPdf, ONE_PAGE } from '../packages/format-pdf/test/support/build-pdf.js';
import { useAuthorityEngines } from './support/authority-engine.js';

const [ALICE, BOB, CAROL] = ['alice@example.com', 'bob@example.com', 'carol@example.com'];
const CONTENT = new TextEncoder().encode('The quick brown fox.\n'.repeat(999));

function request(name: string, change: PolicyChange = {}): ProtectRequest {
  const grants = [{ users: [BOB], rights: ['VIEW', 'VIEWRIGHTSDATA', 'EDITRIGHTSDATA'] }];
  return { name, policy: { names: [], grants, ...change } as ProtectRequest['policy'] };
}

const FOR_CAROL = { grants: [{ users: [CAROL], rights: ['VIEW', 'PRINT'] }] };

describe('RightsEngine.republish', () => {
  const engines = useAuthorityEngines();

  async function republish(
    file: Uint8Array,
    wanted: RepublishRequest,
    who: string = ALICE,
  ): Promise<RepublishResult & { readonly file: Uint8Array }> {
    const sink = memorySink();
    const result = await engines.engine(who).republish(bytesSource(file), sink, wanted, { name: 'a.bin' });
    return { ...result, file: sink.bytes() };
  }

  const elsewhere = useAuthorityEngines();

  const policyOf = async (file: Uint8Array): Promise<Awaited<ReturnType<UseLicense['policy']>>> => {
    const { useLicense, close } = await engines.engine(ALICE).open(bytesSource(file));
    return useLicense.policy().finally(close);
  };

  const documents: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
    ['a.txt', () => Promise.resolve(CONTENT)],
    ['a.docx', () => buildPackage()],
    ['a.pdf', () => Promise.resolve(buildPdf({ objects: ONE_PAGE }))],
  ];
  for (const [name, make] of documents) {
    it(`gives ${name} another policy under the same key and content id`, async () => {
      const content = await make();
      const before = await engines.protect(content, request(name));
      const opened = await engines.open(before, BOB);
      const { file, warnings } = await republish(before, { policy: FOR_CAROL });
      assert.deepEqual(await engines.open(file, CAROL), opened);
      await assert.rejects(engines.open(file, BOB), { code: 'AccessDenied' });
      const ids = await Promise.all([before, file].map(contentIdOf));
      assert.equal(ids[0], ids[1]);
      assert.deepEqual(warnings, []);
    });

    it(`encrypts ${name} anew where a new key is asked for`, async () => {
      const before = await engines.protect(await make(), request(name));
      const opened = await engines.open(before, BOB);
      const { file, contentId, replacedContentId } = await republish(before, { policy: FOR_CAROL, rekey: true });
      assert.deepEqual(await engines.open(file, CAROL), opened);
      assert.equal(replacedContentId, await contentIdOf(before));
      assert.notEqual(contentId, replacedContentId);
      assert.equal(contentId, await contentIdOf(file));
    });
  }

  async function contentIdOf(file: Uint8Array): Promise<string | undefined> {
    const { facts } = await engines.engine(ALICE).inspect(bytesSource(file));
    return facts.license?.contentId;
  }

  it('leaves the content bytes of a PFILE as they are', async () => {
    const before = await engines.protect(CONTENT, request('a.txt'));
    const { file } = await republish(before, { policy: FOR_CAROL });
    const tail = before.length - CONTENT.length;
    assert.deepEqual(file.subarray(file.length - CONTENT.length), before.subarray(tail));
  });

  it('keeps owner, end, offline period, referral and application data unless they are changed', async () => {
    const kept = {
      validUntil: new Date('2032-01-01T00:00:00Z'),
      offlineDays: 5,
      referral: 'mailto:help@example.com',
      encryptedData: { secret: 'note' },
    };
    const before = await engines.protect(CONTENT, {
      ...request('a.txt', kept),
      owner: CAROL,
      signedData: { clear: 'text' },
    });
    const carol = engines.engine(CAROL);
    const sink = memorySink();
    const { owner, license } = await carol.republish(bytesSource(before), sink, { policy: FOR_CAROL });
    assert.equal(owner, CAROL);
    const { appData, referral } = readPublishingLicense(license);
    assert.equal(appData['clear'], 'text');
    assert.equal(referral, kept.referral);
    const { useLicense, close } = await carol.open(bytesSource(sink.bytes()));
    const policy = await useLicense.policy();
    await close();
    assert.deepEqual(
      [policy?.validUntil, policy?.offlineDays, policy?.encryptedData],
      [kept.validUntil, kept.offlineDays, kept.encryptedData],
    );
  });

  it('keeps who may do what where only the end is changed, and takes an end away by null', async () => {
    const before = await engines.protect(CONTENT, request('a.txt', { offlineDays: 0 }));
    const end = new Date('2033-01-01T00:00:00Z');
    const limited = await republish(before, { policy: { validUntil: end } });
    const policy = await policyOf(limited.file);
    assert.deepEqual([policy?.validUntil, policy?.offlineDays], [end, 0]);
    assert.deepEqual(await engines.open(limited.file, BOB), CONTENT);
    const unlimited = await republish(limited.file, { policy: { validUntil: null } });
    assert.equal((await policyOf(unlimited.file))?.validUntil, undefined);
  });

  it('needs EDITRIGHTSDATA or OWNER', async () => {
    const file = await engines.protect(
      CONTENT,
      request('a.txt', { grants: [{ users: [BOB], rights: ['VIEW', 'EXPORT'] }] }),
    );
    for (const rekey of [false, true]) {
      await assert.rejects(republish(file, { policy: FOR_CAROL, rekey }, BOB), {
        code: 'AccessDenied',
        right: 'EDITRIGHTSDATA',
      });
    }
  });

  it('keeps the owner where somebody else republishes, who cannot name another one', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    assert.equal((await republish(file, { policy: FOR_CAROL }, BOB)).owner, ALICE);
    assert.equal((await republish(file, { policy: FOR_CAROL, rekey: true }, BOB)).owner, ALICE);
    for (const rekey of [false, true]) {
      await assert.rejects(republish(file, { owner: BOB, rekey }, BOB), { code: 'AccessDenied', right: 'OWNER' });
    }
    assert.equal((await republish(file, { owner: BOB })).owner, BOB);
  });

  it('says what is lost where the policy may be changed but not seen', async () => {
    const validUntil = new Date('2032-01-01T00:00:00Z');
    const unseen = { grants: [{ users: [BOB], rights: ['VIEW', 'EDITRIGHTSDATA'] }], validUntil, offlineDays: 0 };
    const file = await engines.protect(CONTENT, request('a.txt', unseen));
    const result = await republish(file, { policy: FOR_CAROL }, BOB);
    assert.deepEqual(
      result.warnings.map(({ code }) => code),
      ['policy-unseen'],
    );
    const policy = await policyOf(result.file);
    assert.deepEqual([policy?.validUntil, policy?.offlineDays], [validUntil, 0]);
    await assert.rejects(republish(file, { policy: { offlineDays: 9 } }, BOB), {
      code: 'AccessDenied',
      right: 'VIEWRIGHTSDATA',
    });
  });

  it('goes from a custom policy to a template and back, and keeps a template where only the owner changes', async () => {
    const grants = [{ users: [BOB], rights: ['VIEW'] }];
    const names = [{ lcid: 1033, name: 'Staff', description: 'For staff' }];
    const { id } = await engines.authority.templates.add({ names, grants });
    const custom = await engines.protect(CONTENT, request('a.txt', { encryptedData: { a: 'b' } }));
    const fromTemplate = await republish(custom, { policy: { template: 'Staff' } });
    assert.deepEqual(
      fromTemplate.warnings.map(({ code }) => code),
      ['data-dropped'],
    );
    const given = await republish(fromTemplate.file, { owner: CAROL });
    const { kind, descriptor, owner } = readPublishingLicense(given.license);
    assert.deepEqual([kind, descriptor?.id, owner], ['template', id, CAROL]);
    const back = await republish(fromTemplate.file, { policy: { offlineDays: 3 } });
    const changed = readPublishingLicense(back.license);
    assert.deepEqual([changed.kind, changed.descriptor?.names], ['custom', []]);
    assert.deepEqual((await policyOf(back.file))?.grants[0], grants[0]);
  });

  it('keeps the major version of a PFILE, and names the mode that the content has', async () => {
    const client = engines.authority.clientFor(ALICE);
    const context = { signal: new AbortController().signal } as never;
    const policy = { names: [], grants: [{ users: [BOB], rights: ['VIEW'] }] };
    const old = await client.publish({ policy, labels: [], deprecatedAlgorithms: true }, context);
    assert.equal(old.cipher.mode, 'ECB');
    const sink = memorySink();
    const real = old.cipher.withMode('CBC4K')!;
    await pfile().wrap(
      bytesSource(CONTENT),
      { license: old.license, cipher: real, name: 'a.txt', labels: [] },
      sink,
      {},
    );
    const before = sink.bytes();
    before[6] = 2;
    before[10] = 1;
    assert.deepEqual(await engines.open(before, BOB), CONTENT);
    const { file, license } = await republish(before, { policy: FOR_CAROL });
    assert.deepEqual([file[6], file[10]], [2, 1]);
    const { cipher } = await client.acquire(license, context);
    assert.equal(cipher.mode, 'CBC4K');
    assert.deepEqual(await engines.open(file, CAROL), CONTENT);
  });

  it('says how to go on where client or format cannot do it under the same key', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    const right = engines.authority.clientFor(ALICE);
    const without: RmsClient = {
      info: { ...right.info, can: { ...right.info.can, reuseKey: false } },
      templates: (context) => right.templates(context),
      publish: (wanted, context) => right.publish(wanted, context),
      acquire: (license, context) => right.acquire(license, context),
      close: () => right.close(),
    };
    const unable: FormatHandler = { ...pfile() };
    delete unable.relicense;
    for (const [client, format] of [
      [without, pfile()],
      [right, unable],
    ] as const) {
      const engine = new RightsEngine({ client, formats: [format] });
      const run = (rekey: boolean): Promise<RepublishResult> =>
        engine.republish(bytesSource(file), memorySink(), { policy: FOR_CAROL, rekey });
      await assert.rejects(run(false), { code: 'NotSupportedByClient', hint: /rekey/ });
      assert.notEqual((await run(true)).contentId, await contentIdOf(file));
    }
  });

  it('works with clients that wrap the use licences of another', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    const inner = engines.authority.clientFor(ALICE);
    const wrapping: RmsClient = {
      info: inner.info,
      templates: (context) => inner.templates(context),
      publish: (wanted, context) => inner.publish(wanted, context),
      acquire: async (license, context) => ({ ...(await inner.acquire(license, context)), issuedTo: ALICE }),
      close: () => inner.close(),
    };
    const engine = new RightsEngine({ client: wrapping, formats: [pfile()] });
    const sink = memorySink();
    await engine.republish(bytesSource(file), sink, { policy: FOR_CAROL });
    assert.deepEqual(await engines.open(sink.bytes(), CAROL), CONTENT);
  });

  it('moves a file to another authority, whose key and policy count from then on', async () => {
    const before = await engines.protect(CONTENT, { ...request('a.txt'), owner: BOB });
    const sink = memorySink();
    const publishWith = elsewhere.authority.clientFor('admin@example.com');
    const owner = ({ license }: CurrentRights): string => `new-${license.owner ?? ''}`;
    const wanted = { policy: FOR_CAROL, publishWith, owner };
    const { contentId, replacedContentId } = await engines.engine(BOB).republish(bytesSource(before), sink, wanted);
    assert.deepEqual([replacedContentId, contentId === replacedContentId], [await contentIdOf(before), false]);
    for (const who of [CAROL, `new-${BOB}`]) assert.deepEqual(await elsewhere.open(sink.bytes(), who), CONTENT);
    await assert.rejects(engines.open(sink.bytes(), CAROL), { code: 'NotSupportedByClient' });
  });

  it('previews what would be different, and publishes nothing', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    const published = async (): Promise<number> =>
      (await engines.record()).filter(({ action }) => action !== 'grant').length;
    const before = await published();
    const preview = await engines
      .engine(ALICE)
      .previewRepublishing(
        bytesSource(file),
        { policy: { ...FOR_CAROL, offlineDays: 2 }, owner: CAROL },
        { name: 'a.txt.pfile' },
      );
    assert.equal(await published(), before);
    const { difference } = preview;
    assert.ok(difference);
    assert.deepEqual(
      difference.added.map(({ user, right }) => `${user} ${right}`),
      [`${CAROL} VIEW`, `${CAROL} PRINT`],
    );
    assert.equal(difference.removed.length, 3);
    assert.deepEqual(difference.changed, [{ member: 'offlineDays', after: 2 }]);
    assert.deepEqual(preview.owner, { before: ALICE, after: CAROL });
    assert.equal(preview.outputName, 'a-republished.txt.pfile');
  });

  it('leaves no output behind when the licence cannot be changed', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    const states: string[] = [];
    const sink = {
      write: () => Promise.resolve(),
      commit: () => Promise.resolve(void states.push('committed')),
      abort: () => Promise.resolve(void states.push('aborted')),
    };
    const cut = bytesSource(file.subarray(0, 30));
    await assert.rejects(engines.engine(ALICE).republish(cut, sink, { policy: FOR_CAROL }), { code: 'CorruptFile' });
    await assert.rejects(
      engines.engine(ALICE).republish(bytesSource(file), sink, { policy: { template: 'No such' } }),
      { code: 'TemplateNotFound' },
    );
    assert.deepEqual(states, ['aborted', 'aborted']);
  });

  it('tells a use licence from elsewhere that its key cannot be used again', async () => {
    const file = await engines.protect(CONTENT, request('a.txt'));
    const { useLicense, close } = await engines.engine(ALICE).open(bytesSource(file));
    const foreign = { ...useLicense, keyHandle: {} };
    const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
    await assert.rejects(
      engines
        .engine(ALICE)
        .republish(bytesSource(file), memorySink(), { policy: FOR_CAROL }, { useLicense: { ...foreign, cipher } }),
      { code: 'NotSupportedByClient' },
    );
    await close();
  });
});
