import type { Feature } from '@rightsmith/client-msipc';
import type { MsipcProfile } from '../../config/profile.js';
import { asRightsmithError } from '../../job/outcome.js';
import { openMsipcClient } from '../../msipc-use.js';

/** What is found of Microsoft's RMS Client. */
export interface MsipcHealth {
  readonly state: 'ready' | 'unusable';
  /** Path of the library, where it could be opened. */
  readonly path?: string;
  readonly version?: string;
  readonly features?: readonly Feature[];
  /** Sentences. */
  readonly problems: readonly string[];
}

/** Opens the RMS Client and asks nothing of it: no service is contacted. */
export async function msipcHealth(profile: MsipcProfile): Promise<MsipcHealth> {
  try {
    const use = await openMsipcClient(profile);
    const { path, version, features } = use.msipc;
    await use.close();
    return { state: 'ready', path, version, features, problems: [] };
  } catch (cause) {
    const { code, message, hint } = asRightsmithError(cause);
    return { state: 'unusable', problems: [[message, hint, `[${code}]`].filter(Boolean).join(' ')] };
  }
}
