import type { FunctionName } from './functions.js';

/** One step of the ladder of versions: what is there only in some. */
export interface Feature {
  readonly id: 'environment' | 'oauth' | 'tracking' | 'windows';
  readonly present: boolean;
  /** What follows from its being there or not, for a person to read. */
  readonly meaning: string;
}

interface Step {
  readonly id: Feature['id'];
  readonly functions: readonly FunctionName[];
  readonly present: string;
  readonly absent: string;
}

/** rms-client-features.md INIT-2, AUTH-3, TRK-1, ENF-9. */
const LADDER: readonly Step[] = [
  {
    id: 'environment',
    functions: ['IpcInitializeEnvironment', 'IpcUninitializeEnvironment'],
    present: 'the client is set up and shut down in order (October 2017 or newer)',
    absent: 'older than October 2017: the client sets itself up, and is not told when work ends',
  },
  {
    id: 'oauth',
    functions: ['IpcCreateOAuth2Token'],
    present: 'sign-in by tokens of the application works',
    absent: 'no sign-in by tokens: only the user of Windows, keys and certificates',
  },
  {
    id: 'tracking',
    functions: [
      'IpcCreateLicenseMetadataHandle',
      'IpcSetLicenseMetadataProperty',
      'IpcSerializeLicenseWithMetadata',
      'IpcRegisterLicense',
    ],
    present: 'documents can be registered for tracking (Azure only)',
    absent: 'documents cannot be registered for tracking',
  },
  {
    id: 'windows',
    functions: ['IpcProtectWindow', 'IpcUnprotectWindow'],
    present: 'windows can be kept out of screen pictures',
    absent: 'windows cannot be kept out of screen pictures',
  },
];

/** What an installed version can do beside what all can. */
export function featuresOf(has: (name: FunctionName) => boolean): readonly Feature[] {
  return LADDER.map(({ id, functions, present, absent }) => {
    const isPresent = functions.every(has);
    return { id, present: isPresent, meaning: isPresent ? present : absent };
  });
}
