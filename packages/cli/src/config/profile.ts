import { dirname, resolve } from 'node:path';
import type { z as Zod } from 'zod';

/** What every profile may say, whatever its client. */
interface CommonProfile {
  /** Address of the identity. */
  readonly as?: string | undefined;
  /** The right that allows removing protection. */
  readonly removalRight?: string | undefined;
}

/** Work with the authority inside the process. */
export interface AuthorityProfile extends CommonProfile {
  readonly client?: 'authority' | undefined;
  /** Folder of the authority; relative to the configuration file. */
  readonly home?: string | undefined;
}

/** A named set of choices. `client` says which RMS client they are for, and so what else they may name. */
export type Profile = AuthorityProfile;

/** The schema of {@link Profile} for the configuration file at `path`. Homes are absolute paths afterwards. */
export function profileSchema(z: typeof Zod, path: string): Zod.ZodType<Profile> {
  const common = { as: z.string().optional(), removalRight: z.string().optional() };
  const file = z.string().transform((name) => resolve(dirname(path), name));
  return z.discriminatedUnion('client', [
    z.strictObject({ client: z.literal('authority').optional(), ...common, home: file.optional() }),
  ]);
}
