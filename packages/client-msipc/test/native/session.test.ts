import assert from 'node:assert/strict';
import { HresultFailure } from '../../src/library/hresult-failure.js';
import { KeyClosed } from '../../src/native/keys.js';
import { NoIssuer } from '../../src/native/publish.js';
import type { Term } from '../../src/thread/messages.js';
import { openSession, publishCall, SILENT, VIEW_FOR_BOB, type NativeSession } from '../support/native-session.js';
import { describeWithStandIn } from '../support/stand-in.js';

const failsWith =
  (hresult: number) =>
  (error: unknown): boolean =>
    error instanceof HresultFailure && error.hresult === hresult;

describeWithStandIn('the calls into the library', (standIn) => {
  let session: NativeSession;
  beforeEach(() => {
    session = openSession(standIn().library);
  });
  afterEach(() => {
    session.close(undefined);
    assert.deepEqual(standIn().leftovers, {});
  });

  it('list templates, in one language and in the user’s', () => {
    const list = (lcid: number): unknown =>
      session.templates({ prompt: SILENT, lcids: [lcid] }).map(({ name, lcid: of }) => [of, name]);
    assert.deepEqual(list(0), [
      [1033, 'Contoso Confidential'],
      [1033, 'Contoso Partners 🤝'],
    ]);
    assert.deepEqual(list(1031), [[1031, 'Contoso vertraulich']]);
    assert.deepEqual(list(1041), []);
    const [first] = session.templates({ prompt: SILENT, lcids: [0], forceDownload: true });
    assert.deepEqual([first?.issuer, first?.description], ['Contoso', 'For the people of Contoso']);
  });

  it('list issuers: all, or those at an address', () => {
    assert.deepEqual(
      session.issuers({ prompt: SILENT }).map(({ name, fromScratch }) => [name, fromScratch]),
      [
        ['Contoso', true],
        ['Old', false],
      ],
    );
    const service = { extranet: 'https://rms.example.com/_wmcs/licensing', licensing: true };
    assert.equal(session.issuers({ prompt: SILENT, service })[0]?.extranet, service.extranet);
    assert.throws(() => session.templates({ prompt: SILENT, service: {}, lcids: [0] }), failsWith(0x8007_0057));
  });

  it('carry every property of a licence from scratch there and back', () => {
    const term: Term = { start: 135_000_000_000_000_000n, duration: 864_000_000_000_000n };
    const scratch = {
      ...VIEW_FOR_BOB,
      userRights: [
        ...VIEW_FOR_BOB.userRights,
        { type: 2, id: 'OWNER', rights: ['OWNER'] },
        { type: 2, id: 'ANYONE', rights: [] },
      ],
      term,
      interval: 7,
      referral: 'mailto:help@example.com',
    };
    const encryptedData = [['secret', 'für niemanden 🤫'] as const, ['empty', ''] as const];
    const clearData = [['a name', '<a & value>'] as const];
    const owner = 'carol@example.com';
    const call = publishCall({ from: { scratch }, owner, encryptedData, clearData, encryptionPackage: 2 });
    const published = session.publish(call);
    assert.deepEqual(
      [published.owner, published.blockSize, published.encryptionPackage],
      ['carol@example.com', 4096, 2],
    );
    assert.match(Buffer.from(published.license).toString(), /name="a name" id="APPSPECIFIC">&lt;a &amp; value&gt;</);
    standIn().setUser('carol@example.com');
    const acquired = session.acquire({
      prompt: SILENT,
      license: published.license,
      rights: ['VIEWRIGHTSDATA', 'OWNER'],
    });
    assert.deepEqual(acquired, {
      key: 2,
      contentId: published.contentId,
      blockSize: 4096,
      encryptionPackage: 2,
      owner: 'carol@example.com',
      userName: 'carol@example.com',
      referral: 'mailto:help@example.com',
      interval: 7,
      rights: ['VIEWRIGHTSDATA', 'OWNER'],
      term,
      policy: {
        userRights: scratch.userRights,
        encryptedData,
        descriptor: { lcid: 1033, name: 'For Bob 🤝', description: 'Plans' },
      },
    });
  });

  it('give the owner nothing where that is asked for', () => {
    const opened = (grantOwner: boolean): readonly string[] => {
      const { license } = session.publish(publishCall({ from: { scratch: { ...VIEW_FOR_BOB, grantOwner } } }));
      return session.acquire({ prompt: SILENT, license, rights: ['OWNER'] }).rights;
    };
    assert.deepEqual(opened(true), ['OWNER']);
    assert.throws(() => opened(false), { functionName: 'IpcGetKey', hresult: 0x8004_0211 });
  });

  it('publish from a template, and with deprecated algorithms', () => {
    const [template] = session.templates({ prompt: SILENT, lcids: [0] });
    const published = session.publish(
      publishCall({ from: { template: template?.id ?? '' }, deprecatedAlgorithms: true }),
    );
    assert.equal(published.blockSize, 16);
    assert.deepEqual([...published.license.subarray(0, 4)], [...Buffer.from('<?', 'utf16le')]);
  });

  it('publish again under the same key, and only for who may change the policy', () => {
    const first = session.publish(publishCall());
    const sameKey = { key: first.key, contentId: first.contentId };
    const second = session.publish(publishCall({ sameKey }));
    assert.equal(second.contentId, first.contentId);
    const bytes = new Uint8Array(4096).fill(7);
    const encrypted = session.encrypt({ key: first.key, block: 3, final: false, bytes });
    assert.deepEqual(session.decrypt({ key: second.key, block: 3, final: false, bytes: encrypted }), bytes);
    standIn().setUser('bob@example.com');
    const { key } = session.acquire({ prompt: SILENT, license: first.license, rights: [] });
    assert.throws(() => session.publish(publishCall({ sameKey: { ...sameKey, key } })), failsWith(0x8004_0211));
  });

  it('check rights, custom ones too', () => {
    const scratch = { ...VIEW_FOR_BOB, userRights: [{ type: 1, id: 'bob@example.com', rights: ['X-READ'] }] };
    const { license } = session.publish(publishCall({ from: { scratch } }));
    standIn().setUser('bob@example.com');
    const { key, rights, policy } = session.acquire({ prompt: SILENT, license, rights: ['VIEW', 'X-READ'] });
    assert.deepEqual([rights, policy], [['X-READ'], undefined]);
    assert.equal(session.accessCheck({ key, right: 'x-read' }), true);
    assert.equal(session.accessCheck({ key, right: 'PRINT' }), false);
  });

  it('register a document', () => {
    const { license } = session.publish(publishCall());
    session.register({ prompt: SILENT, license, contentName: 'Plän 🤝.docx', notification: 2 });
    assert.equal(
      standIn().text('StandInRegistered'),
      'alice@example.com MS.Content.Name=Plän 🤝.docx MS.Notify.Type=2 name=Plän 🤝.docx mail=0',
    );
  });

  it('protect a window, once or twice', () => {
    session.protectWindow({ window: 4711n, protect: true });
    session.protectWindow({ window: 4711n, protect: true });
    session.protectWindow({ window: 4711n, protect: false });
    assert.throws(() => {
      session.protectWindow({ window: 4711n, protect: false });
    }, failsWith(0x8007_0057));
  });

  it('refuse a key that is closed, and close it only once', () => {
    const { key } = session.publish(publishCall());
    session.closeKey({ key });
    session.closeKey({ key });
    assert.throws(() => session.accessCheck({ key, right: 'VIEW' }), KeyClosed);
    assert.throws(() => session.encrypt({ key: 99, block: 0, final: true, bytes: new Uint8Array(1) }), KeyClosed);
  });

  it('say that nobody may make policies of his own', () => {
    standIn().set('StandInAllowFromScratch', 0);
    assert.throws(() => session.publish(publishCall()), NoIssuer);
  });

  it('say whom to ask where access is refused', () => {
    const scratch = { ...VIEW_FOR_BOB, referral: 'mailto:help@example.com' };
    const { license } = session.publish(publishCall({ from: { scratch } }));
    standIn().setUser('mallory@example.com');
    assert.throws(
      () => session.acquire({ prompt: SILENT, license, rights: [] }),
      (error) => error instanceof HresultFailure && error.referral === 'mailto:help@example.com',
    );
  });
});

describeWithStandIn('the setting up of the library', (standIn) => {
  afterEach(() => {
    assert.deepEqual(standIn().leftovers, {});
  });

  it('sets mode, store and application, and tolerates that they are set', () => {
    const session = openSession(standIn().library, { mode: 2, storeName: 'mine' });
    session.close(undefined);
  });

  it('may happen twice, but not in another mode', () => {
    const session = openSession(standIn().library, { mode: 2 });
    standIn().fail('IpcInitializeEnvironment', 0x8007_04df);
    standIn().fail('IpcInitializeEnvironment', 0x8007_04df);
    openSession(standIn().library, { mode: 2 });
    assert.throws(() => openSession(standIn().library, { mode: 1 }), failsWith(0x8004_0210));
    session.close(undefined);
  });

  it('works with an older version, and knows what it lacks', () => {
    const old = openSession(standIn().oldLibrary);
    const { key } = old.publish(publishCall());
    old.closeKey({ key });
    assert.throws(() => {
      old.register({ prompt: SILENT, license: old.publish(publishCall()).license, contentName: 'a', notification: 0 });
    }, failsWith(0x8000_4001));
    old.close(undefined);
  });
});
