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

/** Work with a rights service over the REST protocol: Azure RMS, AD RMS, a server of Rightsmith. Secrets come from the environment. */
export interface RestProfile extends CommonProfile {
  readonly client: 'rest';
  /** Folder for what is kept: tokens, use licences; relative to the configuration file. */
  readonly home?: string | undefined;
  /** Root of the service, or its host; absent: found by DNS and by licences, among the hosts. */
  readonly url?: string | undefined;
  /** Hosts that tokens and licences may go to beside that of `url`. */
  readonly hosts?: readonly string[] | undefined;
  /** URL of the OpenID Connect issuer to sign in with. */
  readonly issuer?: string | undefined;
  /** Who Rightsmith is to the issuer; `rightsmith` unless named. */
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  /** What tokens must be for; absent: what the service asks for. */
  readonly audience?: string | undefined;
  /** Keep use licences, encrypted, for `--offline` and until they end. */
  readonly keepLicenses?: boolean | undefined;
}

/** A named set of choices. `client` says which RMS client they are for, and so what else they may name. */
export type Profile = AuthorityProfile | RestProfile;

/** The schema of {@link Profile} for the configuration file at `path`. Homes are absolute paths afterwards. */
export function profileSchema(z: typeof Zod, path: string): Zod.ZodType<Profile> {
  const common = { as: z.string().optional(), removalRight: z.string().optional() };
  const file = z.string().transform((name) => resolve(dirname(path), name));
  return z.discriminatedUnion('client', [
    z.strictObject({ client: z.literal('authority').optional(), ...common, home: file.optional() }),
    restSchema(z).extend({ ...common, home: file.optional() }),
  ]);
}

function restSchema(z: typeof Zod): Zod.ZodObject<{ client: Zod.ZodLiteral<'rest'> }> {
  const text = z.string().optional();
  return z.strictObject({
    client: z.literal('rest'),
    url: text,
    hosts: z.array(z.string()).optional(),
    issuer: text,
    clientId: text,
    scope: text,
    audience: text,
    keepLicenses: z.boolean().optional(),
  });
}
