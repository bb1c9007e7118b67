/** A kind of `DISTRIBUTIONPOINT` with the constants that go with it; `licenses.md` §4.4. */
export interface DistributionPointKind {
  readonly type: string;
  /** GUID in lower case without braces, for comparing. */
  readonly guid: string;
  /** The text of `ID`, braces and case as real licences write it. */
  readonly id: string;
  /** The text of `NAME`; absent where Azure writes none. */
  readonly name?: string;
}

type DistributionPointName =
  | 'intranet'
  | 'extranet'
  | 'customReferral'
  | 'templateReferral'
  | 'publishing'
  | 'accountActivation'
  | 'machineActivation';

/** All kinds known. Intranet and extranet point to the same licensing URL on Azure. */
export const DISTRIBUTION_POINTS: Readonly<Record<DistributionPointName, DistributionPointKind>> = {
  intranet: {
    type: 'License-Acquisition-URL',
    guid: '0f45fd50-383b-43ee-90a4-ed013cd0cfe5',
    id: '{0f45fd50-383b-43ee-90a4-ed013cd0cfe5}',
    name: 'DRM Server Cluster',
  },
  extranet: {
    type: 'Extranet-License-Acquisition-URL',
    guid: '94bf969a-ca04-44d6-aa96-51071281fef2',
    id: '{94BF969A-CA04-44d6-AA96-51071281FEF2}',
    name: 'DRM Server Cluster',
  },
  customReferral: {
    type: 'Referral-Info',
    guid: '81c42010-208a-458a-bab6-c3c60f06dd5f',
    id: '{81C42010-208A-458A-BAB6-C3C60F06DD5F}',
  },
  templateReferral: {
    type: 'Referral-Info',
    guid: 'd5ba4021-27d6-42c0-a322-4064e2f91ab0',
    id: '{D5BA4021-27D6-42C0-A322-4064E2F91AB0}',
  },
  publishing: {
    type: 'Publishing-URL',
    guid: '9a23d98e-4449-4ba5-812a-f30808f3cb16',
    id: '{9A23D98E-4449-4ba5-812A-F30808F3CB16}',
    name: 'Publishing Point',
  },
  accountActivation: {
    type: 'Activation',
    guid: '8ba9ea80-99e4-4a2b-9764-4cd84f77c3a0',
    id: '{8BA9EA80-99E4-4a2b-9764-4CD84F77C3A0}',
    name: 'Microsoft Identity Certification Server',
  },
  machineActivation: {
    type: 'Activation',
    guid: '99f48562-703e-4e7d-9175-dd69c66921b7',
    id: '{99F48562-703E-4E7D-9175-DD69C66921B7}',
    name: 'Microsoft Activation',
  },
};
