import assert from 'node:assert/strict';
import { parseTemplate, templateJson } from '@rightsmith/authority';

const LEAST = {
  names: [{ lcid: 1033, name: 'Board only', description: 'For the board' }],
  rights: [{ users: ['board@example.com'], rights: ['VIEW'] }],
};
const WHOLE = {
  id: '760cb90e-0000-4000-8000-00000000000a',
  names: [...LEAST.names, { lcid: 1031, name: 'Nur Vorstand', description: '' }],
  rights: [
    ...LEAST.rights,
    { users: ['@example.com'], rights: ['VIEW', 'EDIT'], validUntil: '2025-01-01T00:00:00.000Z' },
  ],
  validFrom: '2024-01-01T00:00:00.000Z',
  validUntil: '2026-01-01T00:00:00.000Z',
  offlineDays: 0,
  scope: ['@example.com'],
  referral: 'mailto:board@example.com',
  encryptedData: { Purpose: 'secret' },
};

const parse = (json: unknown): ReturnType<typeof parseTemplate> => parseTemplate(JSON.stringify(json));

describe('template JSON', () => {
  it('comes back member for member', () => {
    const modified = new Date('2024-05-06T00:00:00Z');
    assert.deepEqual(templateJson({ ...parse(WHOLE), id: WHOLE.id, modified, archived: true }), WHOLE);
  });

  it('needs names and rights only', () => {
    assert.deepEqual(parse(LEAST), { names: LEAST.names, grants: LEAST.rights });
  });

  it('takes a name without a description', () => {
    assert.deepEqual(parse({ ...LEAST, names: [{ lcid: 1033, name: 'Board' }] }).names, [
      { lcid: 1033, name: 'Board', description: '' },
    ]);
  });

  for (const [text, time] of [
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T18:00Z', '2026-01-31T18:00:00.000Z'],
    ['2026-01-31T18:00:00+02:00', '2026-01-31T16:00:00.000Z'],
  ] as const) {
    it(`takes the end ${text}`, () => {
      assert.equal(parse({ ...LEAST, validUntil: text }).validUntil?.toISOString(), time);
    });
  }

  const wrong: readonly [what: string, json: unknown][] = [
    ['nothing', null],
    ['a list', []],
    ['no names', { rights: LEAST.rights }],
    ['no rights', { names: LEAST.names }],
    ['a misspelt member', { ...LEAST, validuntil: '2026-01-31' }],
    ['a misspelt member of a right', { ...LEAST, rights: [{ ...LEAST.rights[0], untli: '2026-01-31' }] }],
    ['a day that is none', { ...LEAST, validUntil: '2026-02-30' }],
    ['a time without a zone', { ...LEAST, validUntil: '2026-01-31T18:00' }],
    ['a number as a text', { ...LEAST, offlineDays: '7' }],
    ['half a day', { ...LEAST, offlineDays: 0.5 }],
    ['people who are no list', { ...LEAST, scope: '@example.com' }],
  ];
  for (const [what, json] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(json), { code: 'UsageError' });
    });
  }

  it('refuses what is not JSON', () => {
    assert.throws(() => parseTemplate('{'), { code: 'UsageError', message: 'The template is not JSON.' });
  });

  it('says where it is wrong', () => {
    assert.throws(() => parse({ ...LEAST, rights: [{ users: [7], rights: [] }] }), /at rights\.0\.users\.0/);
    assert.throws(() => parse({ ...LEAST, validUntil: 'soon' }), /at validUntil: not an ISO 8601 date/);
  });
});
