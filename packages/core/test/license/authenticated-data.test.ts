import assert from 'node:assert/strict';
import { entriesOf, readAuthenticatedData, readLabels } from '../../src/license/authenticated-data.js';
import { parseXml } from '../../src/license/xml.js';

const ID = '9fbde396-1a24-4c79-8edf-9254a0f35055';

describe('authenticated data of a licence', () => {
  const data = (
    ...entries: readonly (readonly [id: string, name: string, value: string])[]
  ): ReturnType<typeof readAuthenticatedData> =>
    readAuthenticatedData(
      parseXml(
        `<BODY>${entries.map(([id, name, value]) => `<AUTHENTICATEDDATA name="${name}" id="${id}">${value}</AUTHENTICATEDDATA>`).join('')}</BODY>`,
      ),
    );

  it('is sorted by its id', () => {
    const mixed = data(['APPSPECIFIC', 'a', '1'], ['LICENSEMETADATA', 'b', '2'], ['APPSPECIFIC', 'c', '&lt;']);
    assert.deepEqual(entriesOf(mixed, 'APPSPECIFIC'), { a: '1', c: '<' });
    assert.deepEqual(entriesOf(mixed, 'LICENSEMETADATA'), { b: '2' });
    assert.deepEqual(entriesOf(mixed, 'LABEL'), {});
  });

  it('counts the last value of a name that stands twice', () => {
    assert.deepEqual(entriesOf(data(['APPSPECIFIC', 'a', '1'], ['APPSPECIFIC', 'a', '2']), 'APPSPECIFIC'), { a: '2' });
  });

  it('holds labels, each from its ID entry on', () => {
    const labels = readLabels(
      data(
        ['LABEL', 'TenantId', 'lost'],
        ['LABEL', 'ID', `{${ID.toUpperCase()}}`],
        ['LABEL', 'TenantId', ID],
        ['LABEL', 'ID', 'x'],
        ['LABEL', 'Owner', 'y'],
      ),
    );
    assert.deepEqual(labels, [
      { id: ID, tenantId: ID },
      { id: 'x', properties: { Owner: 'y' } },
    ]);
  });
});
