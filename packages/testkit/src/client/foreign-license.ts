import { generateKeyPairSync } from 'node:crypto';
import {
  encodeLicense,
  encryptRightsData,
  fromKeyObject,
  issuedPrincipalsXml,
  rsaSigner,
  sealContentKey,
  writePublishingLicense,
  writeRightsData,
  type Licensor,
} from '@rightsmith/core';

const CONTENT_ID = '99999999-8888-7777-6666-555555555555';
const DESCRIPTOR_ID = '11111111-2222-3333-4444-555555555555';
const ISSUED_AT = new Date('2024-01-02T03:04:00Z');

/** A faultless licence of a service that was made up for it. */
export async function foreignLicense(owner: string, recipient: string): Promise<Uint8Array> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const tenant: Licensor = {
    id: '6b2b6a5e-3c5d-4c2d-9f0e-0d6f4f0b1c2a',
    name: 'Somebody else',
    tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    url: 'https://rms.example.org/_wmcs',
    key: fromKeyObject(publicKey),
  };
  const key = new Uint8Array(32).fill(7);
  const principalXml = issuedPrincipalsXml(tenant);
  const policy = { names: [], grants: [{ users: [recipient], rights: ['VIEW'] }] };
  const content = { issuedAt: ISSUED_AT, contentId: CONTENT_ID, owner };
  const text = writeRightsData({ policy, descriptorId: DESCRIPTOR_ID, ...content });
  const license = await writePublishingLicense(
    {
      tenant,
      ...content,
      descriptor: { kind: 'custom', id: DESCRIPTOR_ID, names: [] },
      sealedKey: sealContentKey({ key, mode: 'CBC4K', recipient: publicKey, principalXml }),
      rightsData: encryptRightsData(text, key),
    },
    rsaSigner(privateKey),
  );
  return encodeLicense(license, 'utf8-bom');
}
