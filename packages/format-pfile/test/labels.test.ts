import assert from 'node:assert/strict';
import { bytesSource, type Label } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile } from './support/build-pfile.js';

const LABEL = '1a2b3c4d-0000-4000-8000-00000000000a';
const TENANT = '1a2b3c4d-0000-4000-8000-00000000000b';

const packet = (description: string): string =>
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  `${description}</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`;

const ELEMENTS = packet(
  '<rdf:Description rdf:about="" xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/">' +
    `<pdfx:MSIP_Label_${LABEL}_Enabled>True</pdfx:MSIP_Label_${LABEL}_Enabled>` +
    `<pdfx:MSIP_Label_${LABEL}_SiteId>${TENANT.toUpperCase()}</pdfx:MSIP_Label_${LABEL}_SiteId>` +
    `<pdfx:MSIP_Label_${LABEL}_Name>Confidential &amp; more</pdfx:MSIP_Label_${LABEL}_Name>` +
    `<pdfx:MSIP_Label_${LABEL}_Extended_MSFT_Method>Standard</pdfx:MSIP_Label_${LABEL}_Extended_MSFT_Method>` +
    '</rdf:Description>',
);

async function labelsOf(metadata: string | Uint8Array): Promise<readonly Label[]> {
  const bytes = typeof metadata === 'string' ? new TextEncoder().encode(metadata) : metadata;
  return (await pfile().inspect(bytesSource(buildPfile({ metadata: bytes })), {})).labels;
}

describe('labels in the metadata', () => {
  it('are read from XMP elements, with slack behind the packet', async () => {
    assert.deepEqual(await labelsOf(ELEMENTS + '\0'.repeat(1024)), [
      {
        id: LABEL,
        tenantId: TENANT,
        name: 'Confidential & more',
        properties: { Enabled: 'True', Extended_MSFT_Method: 'Standard' },
      },
    ]);
  });

  it('are read from XMP attributes', async () => {
    const attributes = `MSIP_Label_${LABEL.toUpperCase()}_Name='General' MSIP_Label_${LABEL}_Enabled='True'`;
    const labels = await labelsOf(packet(`<rdf:Description rdf:about="" ${attributes}/>`));
    assert.deepEqual(labels, [{ id: LABEL, name: 'General', properties: { Enabled: 'True' } }]);
  });

  it('keep an order and do not mix', async () => {
    const property = (id: string): string => `<MSIP_Label_${id}_Name>${id}</MSIP_Label_${id}_Name>`;
    const labels = await labelsOf(packet(`<rdf:Description>${property(TENANT)}${property(LABEL)}</rdf:Description>`));
    assert.deepEqual(
      labels.map(({ id, name }) => [id, name]),
      [
        [TENANT, TENANT],
        [LABEL, LABEL],
      ],
    );
  });

  const without: readonly (readonly [what: string, metadata: string | Uint8Array])[] = [
    ['zeros', new Uint8Array(1024)],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00, 0xd8)],
    ['XMP about something else', packet('<rdf:Description rdf:about="" />')],
    ['a label id that is no GUID', packet(`<MSIP_Label_${'-'.repeat(36)}_Name>x</MSIP_Label_${'-'.repeat(36)}_Name>`)],
    ['XMP that is cut', ELEMENTS.slice(0, 400)],
    ['XMP with a DTD', ELEMENTS.replace('<x:xmpmeta', '<!DOCTYPE x [<!ENTITY e "e">]><x:xmpmeta')],
    ['XMP nested too deeply', packet('<a>'.repeat(1000) + '</a>'.repeat(1000))],
  ];
  for (const [what, metadata] of without) {
    it(`are none in ${what}`, async () => {
      assert.deepEqual(await labelsOf(metadata), []);
    });
  }
});
