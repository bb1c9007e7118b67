import { AccessDenied } from '@rightsmith/core';
import type { Policy, RightsEngine, UseLicense } from '@rightsmith/core';
import type { SourceInput } from '../../job/input.js';

/** What an identity may do with a file, and the policy if it may see that. */
export interface SeenRights {
  readonly format: string;
  readonly useLicense: UseLicense;
  readonly policy?: Policy;
}

/** Asks for the rights of a file. The cipher of the use licence is closed already. @throws as {@link RightsEngine.open} */
export async function seeRights(
  engine: RightsEngine,
  { name, source }: Pick<SourceInput, 'name' | 'source'>,
  signal: AbortSignal,
): Promise<SeenRights> {
  const { format, useLicense, close } = await engine.open(source, { name, signal });
  try {
    const policy = await useLicense.policy();
    return { format, useLicense, ...(policy !== undefined && { policy }) };
  } finally {
    await close();
  }
}

/** @throws AccessDenied for who may not see the policy */
export function requirePolicy({ policy }: SeenRights): Policy {
  if (policy !== undefined) return policy;
  throw new AccessDenied('You may open the file, but not see who else may.', { right: 'VIEWRIGHTSDATA' });
}
