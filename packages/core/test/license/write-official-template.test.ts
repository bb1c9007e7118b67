import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import {
  type Licensor,
  type Template,
  fromKeyObject,
  readRightsData,
  rsaSigner,
  splitBlocks,
  writeOfficialTemplate,
} from '@rightsmith/core';
import { verifyBlock } from '../../src/license/signature.js';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

const TENANT: Licensor = {
  id: '6b2b6a5e-3c5d-4c2d-9f0e-0d6f4f0b1c2a',
  name: 'Example',
  tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  url: 'https://rms.example.com/_wmcs',
  key: fromKeyObject(KEYS.publicKey),
};

const TEMPLATE: Template = {
  id: '11111111-2222-3333-4444-555555555555',
  names: [{ lcid: 1033, name: 'Staff', description: 'Staff only' }],
  grants: [{ users: ['example.com'], rights: ['VIEW', 'VIEWRIGHTSDATA'] }],
  modified: new Date('2031-01-02T03:04:05Z'),
};

const write = (changes: Partial<Template> = {}): Promise<string> =>
  writeOfficialTemplate({ ...TEMPLATE, ...changes }, TENANT, rsaSigner(KEYS.privateKey));

describe('writeOfficialTemplate', () => {
  it('signs with the tenant key', async () => {
    const [block] = splitBlocks(await write());
    const { signed, digest, signature, issuerFingerprint } = verifyBlock(block!);
    assert.deepEqual([signed, digest, signature], [true, true, true]);
    assert.equal(issuerFingerprint, TENANT.key.fingerprint);
  });

  it('is read back with everything that was put in, the owner first', async () => {
    const changes = {
      validUntil: new Date('2032-01-01T00:00Z'),
      offlineDays: 5,
      referral: 'https://help.example.com/',
      encryptedData: { a: 'b' },
    };
    const { policy, official, issuedAt, descriptorId, contentId, owner } = readRightsData(await write(changes));
    assert.deepEqual([official, descriptorId, contentId, owner], [true, TEMPLATE.id, undefined, undefined]);
    assert.deepEqual(issuedAt, new Date('2031-01-02T03:04Z'));
    assert.deepEqual(policy, {
      ...changes,
      names: TEMPLATE.names,
      grants: [
        { users: ['owner'], rights: ['OWNER'] },
        { users: ['@example.com'], rights: ['VIEW', 'VIEWRIGHTSDATA'] },
      ],
    });
  });

  it('writes the content’s period once, not onto every right', async () => {
    const text = await write({ validUntil: new Date('2032-01-01T00:00Z') });
    const precondition =
      '<WORK><OBJECT><ID type="" /></OBJECT><PRECONDITIONLIST><TIME><RANGETIME><UNTIL>2032-01-01T00:00</UNTIL></RANGETIME></TIME></PRECONDITIONLIST><RIGHTSGROUP';
    assert.ok(text.includes(precondition), text);
    assert.equal(text.split('<TIME>').length, 2);
  });

  it('writes the owner’s right once, also where a grant names it', async () => {
    const text = await write({ grants: [...TEMPLATE.grants, { users: ['Owner'], rights: ['owner'] }] });
    assert.equal(text.split('>Owner<').length, 2);
    assert.match(
      text,
      /<RIGHTSLIST><RIGHT name="OWNER"><CONDITIONLIST><ACCESS><PRINCIPAL><OBJECT><ID type="Internal">Owner</,
    );
  });

  it('refuses a template that grants nothing', async () => {
    await assert.rejects(write({ grants: [] }), { code: 'UsageError' });
  });
});

describeWithCorpus('writeOfficialTemplate beside the printed example', () => {
  it('has the same elements and attributes in the same order', async () => {
    const printed = Buffer.from(corpusFile('licenses/msrmpr-4.5.7-template-unverifiable.xml')).toString('utf8');
    const { policy, descriptorId, issuedAt } = readRightsData(printed);
    const ours = await write({ ...policy, id: descriptorId ?? '', modified: issuedAt });
    // All names and the constant values; what differs by key, tenant and mode is left out.
    const skeleton = (text: string): string[] =>
      text.match(/<[^>]+>/g)?.map((tag) => tag.replace(/size="\d+"/, 'size')) ?? [];
    assert.deepEqual(skeleton(ours), skeleton(printed));
  });
});
