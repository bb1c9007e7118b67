/** The facts a publishing licence of the corpus tells, short enough to compare; see `factsOf` beside the test that reads them. */
export interface PublishingFacts {
  readonly contentId: string;
  /** Owner, issuer's id and name, and referral by the first 8 bytes of their SHA-256: they name people. */
  readonly owner: string;
  readonly issuedAt: string;
  readonly validUntil?: string;
  readonly cryptoMode: 1 | 2;
  readonly kind?: string;
  readonly descriptor?: {
    readonly id: string;
    readonly version?: string;
    readonly languages: number;
    readonly first: string;
  };
  /** Type, type of id, id, name, types of addresses, names of levels. */
  readonly issuer: string;
  /** Id, name, first 8 bytes of the modulus' SHA-256. */
  readonly principal: string;
  readonly sealedKey: string;
  readonly urls: { readonly intranet?: string; readonly extranet?: string };
  readonly referral?: string;
  readonly referralFromTemplate?: boolean;
  readonly rightsDataBytes: number;
  readonly appData: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly metadataNames: number;
}

export const PUBLISHING_FACTS: Readonly<Record<string, PublishingFacts>> = {
  'tika-pdf-pl.xml': {
    contentId: '5c9ae2fc-f419-4673-9312-f290d5297a91',
    owner: '4f11d2c1ed6c6ccb',
    issuedAt: '2023-06-13T20:21:00.000Z',
    cryptoMode: 2,
    kind: 'template',
    descriptor: {
      id: '01f43e99-bb9c-41e1-b8c5-bbd65c2c031d',
      version: '2023-06-06T19:04',
      languages: 1,
      first: 'Confidential - Microsoft Extended',
    },
    issuer: 'MS-DRM-Server MS-GUID c49a7c741be931b7 c7bac46904be785c URL Server-Version Server-SKU Tenant-ID',
    principal: '18dd1efa-6323-45a0-bdd9-4bd582bd1dfc Microsoft caf90fea3ab2f07c',
    sealedKey: 'sealed-key-v2 352',
    urls: {
      intranet: 'https://48fc04bd-c84b-44ac-91b7-a4c5eefd5ac1.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://48fc04bd-c84b-44ac-91b7-a4c5eefd5ac1.rms.na.aadrm.com/_wmcs/licensing',
    },
    referral: 'a978711ce47e55d5',
    referralFromTemplate: true,
    rightsDataBytes: 53568,
    appData: {
      'Microsoft.MSIPC.RequireRmsAwareApplication': 'true',
    },
    labels: ['9fbde396-1a24-4c79-8edf-9254a0f35055 72f988bf-86f1-41af-91ab-2d7cd011db47'],
    metadataNames: 0,
  },
  'sdk-0101right-ecb.utf16le.bin': {
    contentId: '738d8ad9-7fb0-4f43-b820-1127987dbc41',
    owner: '7ebebce1f9ef2540',
    issuedAt: '2013-01-29T22:12:00.000Z',
    cryptoMode: 2,
    kind: 'custom',
    issuer: 'Group-Identity Federation 1a1f96d9f899e858 7ebebce1f9ef2540 SDK',
    principal: '407999b7-d71b-47ff-b672-d9e369f59c23 Microsoft Corporation ba407dccf3d046df',
    sealedKey: 'sealed-key-v2 336',
    urls: {
      intranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
    },
    rightsDataBytes: 1888,
    appData: {},
    labels: [],
    metadataNames: 0,
  },
  'sdk-pfile-CleanAlice.xml': {
    contentId: '1c5e0307-e03d-4de3-af21-81bcf961e73c',
    owner: 'f4b187eb3703ea6c',
    issuedAt: '2017-01-12T19:21:00.000Z',
    validUntil: '2017-01-14T19:21:00.000Z',
    cryptoMode: 2,
    kind: 'custom',
    descriptor: {
      id: '586b5746-aa26-4310-81b1-ea20d40cfc89',
      languages: 1,
      first: 'Test Name',
    },
    issuer: 'MS-DRM-Server MS-GUID da45d0bb2049e67c 5951da04edaa9198 URL Server-Version Server-SKU Tenant-ID',
    principal: '407999b7-d71b-47ff-b672-d9e369f59c23 Microsoft Corporation ba407dccf3d046df',
    sealedKey: 'sealed-key-v2 352',
    urls: {
      intranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
    },
    referral: '4d2ff28238657832',
    referralFromTemplate: false,
    rightsDataBytes: 2368,
    appData: {},
    labels: [],
    metadataNames: 0,
  },
  'sdk-pfile-AliceBvt.xml': {
    contentId: '23090335-566a-4e3f-9ba8-544ca32e5998',
    owner: 'f4b187eb3703ea6c',
    issuedAt: '2017-01-11T23:27:00.000Z',
    cryptoMode: 2,
    kind: 'template',
    descriptor: {
      id: '760cb90e-8715-4dcb-bf42-806b012d70f2',
      version: '2016-12-14T01:23',
      languages: 1,
      first: 'Microsoft Corporation - Confidential Change All without Copy',
    },
    issuer: 'MS-DRM-Server MS-GUID da45d0bb2049e67c 5951da04edaa9198 URL Server-Version Server-SKU Tenant-ID',
    principal: '407999b7-d71b-47ff-b672-d9e369f59c23 Microsoft Corporation ba407dccf3d046df',
    sealedKey: 'sealed-key-v2 352',
    urls: {
      intranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
    },
    rightsDataBytes: 26960,
    appData: {},
    labels: [],
    metadataNames: 0,
  },
  'sdk-ptxt-android_template_01.xml': {
    contentId: '03527b60-0416-4103-ad05-5f9f510e55e3',
    owner: '7ebebce1f9ef2540',
    issuedAt: '2014-01-22T08:20:00.000Z',
    cryptoMode: 2,
    descriptor: {
      id: 'bfa8d0f0-c965-4cce-b08c-f934f87faf4a',
      languages: 40,
      first: 'Microsoft Corporation - Confidential',
    },
    issuer: 'MS-DRM-Server MS-GUID da45d0bb2049e67c 5951da04edaa9198 URL Server-Version Server-SKU Tenant-ID',
    principal: '407999b7-d71b-47ff-b672-d9e369f59c23 Microsoft Corporation ba407dccf3d046df',
    sealedKey: 'sealed-key-v2 336',
    urls: {
      intranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://c04a2344-eae8-4d4f-89dc-036792332149.rms.na.aadrm.com/_wmcs/licensing',
    },
    rightsDataBytes: 24976,
    appData: {
      'Microsoft.MSIPC.RequireRmsAwareApplication': 'true',
    },
    labels: [],
    metadataNames: 0,
  },
  'sdk-ptxt-rmsSharingAdminTest.xml': {
    contentId: '8d50369e-94ef-4ac0-9bab-aecffc2f8ec3',
    owner: 'af598810ea6bda67',
    issuedAt: '2016-12-21T01:33:00.000Z',
    cryptoMode: 1,
    kind: 'custom',
    descriptor: {
      id: 'abaea924-e243-44ec-bcc1-53eaebd827fa',
      languages: 1,
      first: 'RESTRICTED ACCESS',
    },
    issuer:
      'Group-Identity Federation a2271fa76e399299 af598810ea6bda67 email_alias email_alias home_objectId home_puid home_tenantId idp SDK',
    principal: 'aaa331f3-e659-4ea9-876b-e8b25c7b4996 CorpRights db8762b9a0300405',
    sealedKey: 'sealed-key 208',
    urls: {
      intranet: 'https://48fc04bd-c84b-44ac-91b7-a4c5eefd5ac1.rms.na.aadrm.com/_wmcs/licensing',
      extranet: 'https://48fc04bd-c84b-44ac-91b7-a4c5eefd5ac1.rms.na.aadrm.com/_wmcs/licensing',
    },
    referral: 'af598810ea6bda67',
    referralFromTemplate: false,
    rightsDataBytes: 4928,
    appData: {
      'Microsoft.MSIPC.RequireRmsAwareApplication': 'True',
    },
    labels: [],
    metadataNames: 11,
  },
  'sdk-platform-ut-pl-flat.xml': {
    contentId: '184bdf60-b316-44a2-98c7-1cfae781816f',
    owner: 'cbe977811cd5d00a',
    issuedAt: '2015-04-01T22:39:00.000Z',
    validUntil: '2015-04-15T07:00:00.000Z',
    cryptoMode: 1,
    kind: 'custom',
    descriptor: {
      id: '639635d8-8747-487d-84db-75f2c079d8bd',
      languages: 1,
      first: 'RESTRICTED ACCESS',
    },
    issuer: 'Group-Identity Windows 38965b6a3bc5db4b cbe977811cd5d00a SDK',
    principal: 'aaa331f3-e659-4ea9-876b-e8b25c7b4996 CorpRights db8762b9a0300405',
    sealedKey: 'sealed-key 192',
    urls: {
      intranet: 'https://corprights/_wmcs/licensing',
      extranet: 'https://48fc04bd-c84b-44ac-91b7-a4c5eefd5ac1.rms.na.aadrm.com/_wmcs/licensing',
    },
    referral: 'cbe977811cd5d00a',
    referralFromTemplate: false,
    rightsDataBytes: 7200,
    appData: {
      'Microsoft.MSIPC.RequireRmsAwareApplication': 'True',
    },
    labels: [],
    metadataNames: 0,
  },
  'msrmpr-4.5.4-pl.xml': {
    contentId: '09d39708-df09-4554-bd2b-d6421346dd30',
    owner: '3742fd1c3420ad8a',
    issuedAt: '2010-06-11T21:41:00.000Z',
    cryptoMode: 1,
    kind: 'custom',
    issuer: 'Group-Identity Windows 95acb03f135483ec 3742fd1c3420ad8a SDK',
    principal: '96c4ca87-b3ff-4ded-9c15-53272e26396f CONTOSO-RMS dff35900692f3d7e',
    sealedKey: 'sealed-key 192',
    urls: {
      intranet: 'http://rms/_wmcs/licensing',
      extranet: 'http://rms.contoso.com/_wmcs/licensing',
    },
    referral: '5dd2c23581c9ddc7',
    referralFromTemplate: false,
    rightsDataBytes: 6944,
    appData: {},
    labels: [],
    metadataNames: 0,
  },
};
