import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type CustomPolicy,
  type Policy,
  type RightsDataInput,
  RightsmithError,
  decryptRightsData,
  encryptRightsData,
  evaluateAccess,
  readPublishingLicense,
  readRightsData,
  wholeMinute,
  writeRightsData,
} from '@rightsmith/core';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';

const INPUT: RightsDataInput = {
  policy: {
    names: [{ lcid: 1033, name: 'Plans', description: 'For the team' }],
    grants: [{ users: ['alice@example.com'], rights: ['VIEW'] }],
  },
  issuedAt: new Date('2031-05-06T07:08:09Z'),
  descriptorId: '11111111-2222-3333-4444-555555555555',
  contentId: '99999999-8888-7777-6666-555555555555',
  owner: 'olga@example.com',
};

const OWNER_GRANT = { users: ['owner'], rights: ['OWNER'] };

function write(policy: Partial<CustomPolicy>): string {
  return writeRightsData({ ...INPUT, policy: { ...INPUT.policy, ...policy } });
}

/** The right elements of a policy text, shortened to names, conditions and principals. */
function rightsIn(text: string): string[] {
  const list = text.slice(text.indexOf('<RIGHTSLIST>') + 12, text.indexOf('</RIGHTSLIST>'));
  return list.split(/(?<=<\/CONDITIONLIST><\/\w+>)/);
}

/** For each 16-byte block the index of the first block equal to it. */
function pattern(bytes: Uint8Array): number[] {
  const first = new Map<string, number>();
  return Array.from({ length: bytes.length / 16 }, (_, index) => {
    const block = Buffer.from(bytes.subarray(index * 16, index * 16 + 16)).toString('hex');
    if (!first.has(block)) first.set(block, index);
    return first.get(block)!;
  });
}

function rightsDataOf(file: string): Uint8Array {
  const { rightsData } = readPublishingLicense(corpusFile(`licenses/${file}`));
  assert.ok(rightsData !== undefined);
  return rightsData;
}

function textOf(file: string): string {
  return Buffer.from(corpusFile(`licenses/${file}`)).toString('utf8');
}

describeWithCorpus('the rights data of real licences', () => {
  it('come out of writeRightsData character by character for the one policy of Azure whose text is known', () => {
    const expected = textOf('derived-erd-CleanAlice.xml');
    const license = readPublishingLicense(corpusFile('licenses/sdk-pfile-CleanAlice.xml'));
    const { descriptor, issuedAt, validUntil, contentId, owner } = license;
    assert.ok(descriptor !== undefined && owner !== undefined && validUntil !== undefined);
    const user = readRightsData(expected).policy.grants[0]?.users[0] ?? '';
    const grants = [{ users: [user], rights: ['OWNER'] }];
    const policy = { names: descriptor.names, grants, validUntil, offlineDays: 0 };
    const text = writeRightsData({ policy, issuedAt, descriptorId: descriptor.id, contentId, owner });
    assert.ok(text === expected, 'the texts differ');
  });

  it('repeat blocks like our encryption of that text', () => {
    const real = rightsDataOf('sdk-pfile-CleanAlice.xml');
    const ours = encryptRightsData(textOf('derived-erd-CleanAlice.xml'), new Uint8Array(32).fill(3));
    assert.equal(real.length, 148 * 16);
    assert.deepEqual(pattern(ours), pattern(real));
  });

  it('repeat blocks exactly where the printed plaintext of MS-RMPR does', () => {
    const real = pattern(rightsDataOf('msrmpr-4.5.4-pl.xml'));
    assert.deepEqual([real.length, new Set(real).size], [434, 247]);
    const ours = encryptRightsData(textOf('msrmpr-4.5.5-erd-plaintext.xml'), new Uint8Array(16).fill(5));
    assert.deepEqual(pattern(ours), real);
  });

  it('of one template have one pattern and no common block', () => {
    const names = ['AliceBvt', 'CleanAdminWin7', 'CleanAliceWin8-64', 'CleanJohn', 'linuxAdminTest', 'linuxAliceTest'];
    const all = [...names, 'linuxTest', 'windowsAdminTest', 'windowsTest'].map((name) =>
      rightsDataOf(`sdk-pfile-${name}.xml`),
    );
    const patterns = all.map(pattern);
    assert.deepEqual([patterns[0]!.length, new Set(patterns[0]).size], [1685, 562]);
    for (const other of patterns) assert.deepEqual(other, patterns[0]);
    const blocks = all.flatMap((bytes) => [...new Set(Buffer.from(bytes).toString('hex').match(/.{32}/g))]);
    assert.equal(new Set(blocks).size, 562 * all.length);
  });
});

describeWithCorpus('readRightsData on the printed examples', () => {
  it('reads what an Office client wrote: both spellings of rights, TIME behind ACCESS, Windows principals', () => {
    const { policy, official, contentId } = readRightsData(textOf('msrmpr-4.5.5-erd-plaintext.xml'));
    assert.equal(official, false);
    assert.match(contentId ?? '', /^09d39708-/);
    assert.deepEqual(policy.referral?.slice(0, 7), 'mailto:');
    const all = ['VIEW', 'PRINT', 'OBJMODEL', 'OWNER', 'SIGN', 'EDIT', 'EXPORT', 'EXTRACT'];
    assert.deepEqual(
      policy.grants.map(({ rights }) => rights),
      [all, ['VIEW']],
    );
    assert.deepEqual(policy.grants[1]?.validUntil, new Date('2010-07-12T06:59Z'));
    assert.equal(policy.validUntil, undefined);
  });

  it('reads an official template', () => {
    const { policy, official, owner, contentId, descriptorId } = readRightsData(
      textOf('msrmpr-4.5.7-template-unverifiable.xml'),
    );
    assert.deepEqual([official, owner, contentId], [true, undefined, undefined]);
    assert.match(descriptorId ?? '', /^4b1010c0-/);
    assert.equal(policy.names[0]?.lcid, 1033);
    const rights = ['VIEW', 'EXTRACT', 'OBJMODEL', 'VIEWRIGHTSDATA', 'PRINT', 'EDIT'];
    assert.deepEqual(policy.grants, [OWNER_GRANT, { users: ['anyone'], rights }]);
  });
});

describe('writeRightsData', () => {
  it('writes one element per right and user in the order of the request, the owner last', () => {
    const text = write({
      grants: [
        { users: ['alice@example.com', 'anyone'], rights: ['view', 'OBJMODEL'] },
        { users: ['example.com'], rights: ['Custom.Right-1'] },
      ],
    });
    const mail = (name: string): string => `<ID type="Unspecified" /><NAME>${name}</NAME>`;
    const internal = (id: string): string => `<ID type="Internal">${id}</ID>`;
    const conditions = (object: string): string =>
      `<CONDITIONLIST><ACCESS><PRINCIPAL><OBJECT>${object}</OBJECT></PRINCIPAL></ACCESS></CONDITIONLIST>`;
    const domain = 'AllStaff-7184AB3F-CCD1-46F3-8233-3E09E9CF0E66@example.com';
    assert.deepEqual(rightsIn(text), [
      `<VIEW>${conditions(mail('alice@example.com'))}</VIEW>`,
      `<RIGHT name="OBJMODEL">${conditions(mail('alice@example.com'))}</RIGHT>`,
      `<VIEW>${conditions(internal('Anyone'))}</VIEW>`,
      `<RIGHT name="OBJMODEL">${conditions(internal('Anyone'))}</RIGHT>`,
      `<RIGHT name="CUSTOM.RIGHT-1">${conditions(mail(domain))}</RIGHT>`,
      `<RIGHT name="OWNER">${conditions(internal('Owner'))}</RIGHT>`,
    ]);
  });

  it('writes the six reserved rights as elements and all others by name', () => {
    const reserved = ['VIEW', 'PRINT', 'EDIT', 'FORWARD', 'EXPORT', 'EXTRACT'];
    const rights = [...reserved, 'VIEWRIGHTSDATA', 'REPLY'];
    const text = write({ grants: [{ users: ['anyone'], rights }], grantOwner: false });
    const names = rightsIn(text).map((element) => /^<(\w+(?: name="\w+")?)>/.exec(element)?.[1]);
    assert.deepEqual(names, [...reserved, 'RIGHT name="VIEWRIGHTSDATA"', 'RIGHT name="REPLY"']);
  });

  it('writes nothing twice', () => {
    const grants = [
      { users: ['alice@example.com'], rights: ['VIEW', 'view'] },
      { users: ['ALICE@example.com'], rights: ['VIEW'] },
    ];
    assert.equal(rightsIn(write({ grants, grantOwner: false })).length, 1);
  });

  it('puts an owner’s right that was asked for in its place at the end, once', () => {
    const grants = [OWNER_GRANT, ...INPUT.policy.grants];
    for (const grantOwner of [true, false]) {
      const [first, second, ...more] = rightsIn(write({ grants, grantOwner }));
      assert.match(first ?? '', /^<VIEW>/);
      assert.match(second ?? '', /^<RIGHT name="OWNER">.*Owner/);
      assert.deepEqual(more, []);
    }
  });

  it('writes the end of the content onto every right, before ACCESS, from the issue time on', () => {
    const elements = rightsIn(write({ validUntil: new Date('2031-06-01T00:00:59Z') }));
    const range = '<FROM>2031-05-06T07:08</FROM><UNTIL>2031-06-01T00:00</UNTIL>';
    assert.equal(elements.length, 2);
    for (const element of elements) {
      assert.ok(element.includes(`<CONDITIONLIST><TIME><RANGETIME>${range}</RANGETIME></TIME><ACCESS>`), element);
    }
  });

  it('narrows the end of a grant by that of the content', () => {
    const grants = [{ ...INPUT.policy.grants[0]!, validUntil: new Date('2031-05-20T00:00Z') }];
    const [alice, owner] = rightsIn(write({ grants, validUntil: new Date('2031-06-01T00:00Z') }));
    assert.match(alice ?? '', /<UNTIL>2031-05-20T00:00</);
    assert.match(owner ?? '', /<UNTIL>2031-06-01T00:00</);
  });

  it('writes an offline period as an interval on every right', () => {
    const elements = rightsIn(write({ offlineDays: 7, validUntil: new Date('2031-06-01T00:00Z') }));
    for (const element of elements) {
      assert.match(element, /<\/RANGETIME><\/TIME><TIME><INTERVALTIME days="7" \/><\/TIME><ACCESS>/);
    }
  });

  it('writes encrypted application data behind WORK, and the ban on keeping licences last', () => {
    const text = write({ encryptedData: { 'k"1': 'a<b' }, offlineDays: 0 });
    const expected =
      '</WORK><AUTHENTICATEDDATA name="k&quot;1" id="APPSPECIFIC">a&lt;b</AUTHENTICATEDDATA>' +
      '<AUTHENTICATEDDATA name="NOLICCACHE" id="APPSPECIFIC">1</AUTHENTICATEDDATA></BODY></XrML>';
    assert.ok(text.endsWith(expected), text);
    assert.doesNotMatch(text, /INTERVALTIME/);
  });

  it('keeps the referral out: it stands in the clear part', () => {
    assert.doesNotMatch(write({ referral: 'https://help.example.com/' }), /help|DISTRIBUTIONPOINT/);
  });

  it('refuses a policy that ends when it begins', () => {
    assert.throws(() => write({ validUntil: INPUT.issuedAt }), { code: 'UsageError' });
  });

  it('refuses more rights and users than a reader would take, and reads the most it writes', () => {
    const users = Array.from({ length: 5999 }, (_, index) => `user${index}@example.com`);
    const most = { offlineDays: 1, validUntil: new Date('2031-06-01T00:00Z') };
    const policy = { ...most, grants: [{ users, rights: ['VIEW'] }] };
    assert.equal(readRightsData(write(policy)).policy.grants[0]?.users.length, 5999);
    const tooMany = [{ users, rights: ['VIEW', 'PRINT'] }];
    assert.throws(() => write({ grants: tooMany }), { code: 'LimitReached', limit: 'policyEntries' });
  });
});

describe('readRightsData', () => {
  it('reads back what was written', () => {
    const policy = {
      names: [
        { lcid: 1033, name: 'Plans', description: '' },
        { lcid: 1031, name: 'Pläne & <Mehr>', description: 'Für alle' },
      ],
      grants: [
        { users: ['alice@example.com', 'team@example.com'], rights: ['VIEW', 'X.1'] },
        { users: ['@example.org', 'anyone'], rights: ['PRINT'] },
      ],
      validUntil: new Date('2031-06-01T00:00Z'),
      offlineDays: 3,
      encryptedData: { a: 'b\n\tc', __proto__x: '' },
    };
    const data = readRightsData(writeRightsData({ ...INPUT, policy }));
    assert.deepEqual(data.policy, { ...policy, grants: [...policy.grants, OWNER_GRANT] });
    assert.deepEqual(
      [data.contentId, data.owner, data.descriptorId, data.official],
      [INPUT.contentId, INPUT.owner, INPUT.descriptorId, false],
    );
  });

  const wrap = (rights: string, work = ''): string =>
    '<XrML version="1.2" xmlns=""><BODY type="Microsoft Rights Template" version="3.0"><ISSUEDTIME>2031-05-06T07:08</ISSUEDTIME>' +
    `<WORK><OBJECT><ID type="MS-GUID">{${INPUT.contentId}}</ID></OBJECT>${work}<RIGHTSGROUP name="Main-Rights"><RIGHTSLIST>` +
    `${rights}</RIGHTSLIST></RIGHTSGROUP></WORK></BODY></XrML>`;
  const right = (open: string, object: string, time = ''): string =>
    `<${open}><CONDITIONLIST><ACCESS><PRINCIPAL><OBJECT>${object}</OBJECT></PRINCIPAL></ACCESS>${time}</CONDITIONLIST></${open.split(' ')[0] ?? ''}>`;
  const grantsIn = (text: string): unknown => readRightsData(text).policy.grants;

  it('takes both spellings for every name', () => {
    const object = '<ID type="Unspecified" /><NAME>a@example.com</NAME>';
    const rights = ['RIGHT name = "view"', 'OWNER', 'SomethingNew', 'RIGHT name="x y"'];
    assert.deepEqual(grantsIn(wrap(rights.map((open) => right(open, object)).join(''))), [
      { users: ['a@example.com'], rights: ['VIEW', 'OWNER', 'SOMETHINGNEW', 'X Y'] },
    ]);
  });

  const principals: [string, string, string | undefined][] = [
    ['a Windows account by address', '<ID type="Windows" /><NAME>a@example.com</NAME>', 'a@example.com'],
    ['a Windows account by SID', '<ID type="Windows">S-1-5-21-1-2-3</ID>', 'S-1-5-21-1-2-3'],
    ['anyone in capitals', '<ID type="Internal">ANYONE</ID>', 'anyone'],
    ['the owner', '<ID type="Internal">owner</ID>', 'owner'],
    ['a whole domain', '<ID type="Unspecified" /><NAME>@example.com</NAME>', '@example.com'],
    [
      'the group of a domain',
      '<ID type="Unspecified" /><NAME>allstaff-7184ab3f-ccd1-46f3-8233-3e09e9cf0e66@example.com</NAME>',
      '@example.com',
    ],
    ['nobody by an unknown internal id', '<ID type="Internal">Nobody</ID>', undefined],
    ['nobody by a name that would be a keyword', '<ID type="Unspecified" /><NAME>anyone</NAME>', undefined],
    ['nobody by a name that would be a domain', '<ID type="Windows" /><NAME>example.com</NAME>', undefined],
    ['nobody without a name', '<ID type="Unspecified" />', undefined],
  ];
  for (const [what, object, user] of principals) {
    it(`takes a principal for ${what}`, () => {
      const expected = user === undefined ? [] : [{ users: [user], rights: ['VIEW'] }];
      assert.deepEqual(grantsIn(wrap(right('VIEW', object))), expected);
    });
  }

  it('keeps apart what ends at different times', () => {
    const object = '<ID type="Unspecified" /><NAME>a@example.com</NAME>';
    const time = '<TIME><RANGETIME><UNTIL>2031-06-01T00:00</UNTIL></RANGETIME></TIME>';
    const { policy } = readRightsData(wrap(right('VIEW', object) + right('PRINT', object, time)));
    assert.equal(policy.validUntil, undefined);
    assert.deepEqual(policy.grants, [
      { users: ['a@example.com'], rights: ['VIEW'] },
      { users: ['a@example.com'], rights: ['PRINT'], validUntil: new Date('2031-06-01T00:00Z') },
    ]);
  });

  it('takes a PRECONDITIONLIST for the life of the content and the shortest interval for the offline period', () => {
    const work =
      '<PRECONDITIONLIST><TIME><RANGETIME><FROM>2031-05-07T00:00</FROM><UNTIL>2031-06-01T00:00</UNTIL></RANGETIME></TIME></PRECONDITIONLIST>';
    const object = '<ID type="Internal">Anyone</ID>';
    const days = (count: number): string => `<TIME><INTERVALTIME days="${count}" /></TIME>`;
    const { policy } = readRightsData(wrap(right('VIEW', object, days(9)) + right('EDIT', object, days(4)), work));
    assert.deepEqual(policy, {
      names: [],
      grants: [{ users: ['anyone'], rights: ['VIEW', 'EDIT'] }],
      validFrom: new Date('2031-05-07T00:00Z'),
      validUntil: new Date('2031-06-01T00:00Z'),
      offlineDays: 4,
    });
  });

  it('ignores unknown elements and rights that say nothing', () => {
    const text = wrap(
      '<VIEW /><RIGHT><CONDITIONLIST /></RIGHT><RIGHT name=""><CONDITIONLIST /></RIGHT><PRINT><CONDITIONLIST><REFRESH /></CONDITIONLIST></PRINT>',
      '<SOMETHING><NEW /></SOMETHING>',
    );
    assert.deepEqual(grantsIn(text), []);
  });

  const bad: [string, string][] = [
    ['a publishing licence', wrap('').replace('Microsoft Rights Template', 'Microsoft Rights Label')],
    ['two policies', wrap('') + wrap('')],
    ['a policy without WORK', wrap('').replace(/<WORK>.*<\/WORK>/, '')],
    ['an end that is no time', wrap(right('VIEW', '', '<TIME><RANGETIME><UNTIL>never</UNTIL></RANGETIME></TIME>'))],
    ['an interval that is no number', wrap(right('VIEW', '', '<TIME><INTERVALTIME days="-1" /></TIME>'))],
    ['two condition lists on a right', wrap('<VIEW><CONDITIONLIST /><CONDITIONLIST /></VIEW>')],
    ['text that is no XML', 'XrML'],
  ];
  for (const [what, text] of bad) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readRightsData(text), { code: 'CorruptFile' });
    });
  }
});

describe('writeRightsData and readRightsData together', () => {
  const issued = wholeMinute(INPUT.issuedAt).getTime();
  const minutes = fc.integer({ min: 1, max: 6 }).map((minute) => new Date(issued + minute * 60_000));
  const users = fc.constantFrom('alice@example.com', 'bob@example.com', '@example.com', 'anyone', 'team@example.com');
  const grant = fc.record(
    {
      users: fc.array(users, { minLength: 1, maxLength: 3 }),
      rights: fc.array(fc.constantFrom('VIEW', 'edit', 'OWNER', 'X.y'), { minLength: 1, maxLength: 3 }),
      validUntil: minutes,
    },
    { requiredKeys: ['users', 'rights'] },
  );
  const policies = fc.record(
    { names: fc.constant([]), grants: fc.array(grant, { minLength: 1, maxLength: 4 }), validUntil: minutes },
    { requiredKeys: ['names', 'grants'] },
  );
  const groups = fc.subarray(['team@example.com']);
  const addresses = fc.constantFrom('alice@example.com', 'carol@example.com', 'dave@example.org');

  it('answer every question as the policy that was written does', () => {
    fc.assert(
      fc.property(policies, addresses, groups, minutes, (policy, address, memberOf, now) => {
        const identity = { address, aliases: [], groups: memberOf };
        const answer = (asked: Policy): unknown => {
          const { rights, ...access } = evaluateAccess({ policy: asked, identity, now });
          return { ...access, rights: rights.toSorted() };
        };
        const read = readRightsData(writeRightsData({ ...INPUT, policy })).policy;
        assert.deepEqual(answer(read), answer(policy));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('fail with errors of ours only, whatever was changed in the text', () => {
    const text = write({ validUntil: new Date('2031-06-01T00:00Z'), offlineDays: 2, encryptedData: { a: 'b' } });
    const pieces = fc.constantFrom('', '<', '</WORK>', '"', '&', 'days="', '<TIME>', 'XrML', 'Internal', '\u0000');
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: 40 }), pieces, (at, length, piece) => {
        try {
          readRightsData(text.slice(0, at) + piece + text.slice(at + length));
        } catch (error) {
          assert.ok(RightsmithError.is(error), String(error));
        }
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

describe('encryptRightsData and decryptRightsData', () => {
  const keys = fc.constantFrom(16, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

  it('are each other’s reverse for text of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), keys, (content, key) => {
        const text = `<XrML>${content.replaceAll('<', '')}</XrML>`;
        const bytes = encryptRightsData(text, key);
        assert.equal(bytes.length, Math.ceil(text.length / 8) * 16);
        assert.equal(decryptRightsData(bytes, key), text);
      }),
      { seed: 4 },
    );
  });

  it('add no block to text that fills whole blocks', () => {
    assert.equal(encryptRightsData('<XrML>abc</XrML>', new Uint8Array(16)).length, 32);
  });

  const key = new Uint8Array(32).fill(1);
  const damaged: [string, Uint8Array, Uint8Array][] = [
    ['a wrong key', encryptRightsData('<XrML></XrML>', key), new Uint8Array(32).fill(2)],
    ['a cut block', encryptRightsData('<XrML></XrML>', key).subarray(1), key],
    ['nothing', new Uint8Array(0), key],
    ['text without an end', encryptRightsData('<XrML>', key), key],
    ['text with something in front', encryptRightsData(' <XrML></XrML>', key), key],
  ];
  for (const [what, bytes, wrongKey] of damaged) {
    it(`refuse ${what}`, () => {
      assert.throws(() => decryptRightsData(bytes, wrongKey), { code: 'CorruptFile' });
    });
  }

  it('refuse a key that is not AES', () => {
    assert.throws(() => encryptRightsData('', new Uint8Array(15)), { code: 'UsageError' });
    assert.throws(() => decryptRightsData(new Uint8Array(16), new Uint8Array(0)), { code: 'UsageError' });
  });
});
