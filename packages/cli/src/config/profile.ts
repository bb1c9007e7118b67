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

/** Work with Microsoft's RMS Client (Windows): its identity is the user of Windows unless a credential is named. */
export interface MsipcProfile extends CommonProfile {
  readonly client: 'msipc';
  /** `server`: asks nobody, and takes a credential. */
  readonly mode?: 'client' | 'server' | undefined;
  /** Folder of its licence store, 1 to 8 characters. */
  readonly storeName?: string | undefined;
  /** Application identity for its own sign-in to Azure. */
  readonly application?: { readonly clientId: string; readonly redirectUri: string } | undefined;
  /** Absent: it finds its service. */
  readonly service?: {
    readonly extranet?: string | undefined;
    readonly intranet?: string | undefined;
    readonly licensing?: boolean | undefined;
  };
  /** Servers may be contacted for the first time without asking. */
  readonly consent?: boolean | undefined;
  /** Where the content key is kept for whoever publishes. */
  readonly keepKey?: 'everywhere' | 'nowhere' | 'not-on-disk' | 'not-in-license' | undefined;
  /** A certificate by its SHA-1, or a service principal whose key is in `RIGHTSMITH_MSIPC_KEY`. */
  readonly credential?:
    | { readonly certificate: string; readonly store?: string | undefined }
    | { readonly principal: string; readonly tenant: string }
    | undefined;
  /** Path of msipc.dll where it is not the installed one; relative to the configuration file. */
  readonly library?: string | undefined;
}

/** A named set of choices. `client` says which RMS client they are for, and so what else they may name. */
export type Profile = AuthorityProfile | RestProfile | MsipcProfile;

/** The schema of {@link Profile} for the configuration file at `path`. Homes are absolute paths afterwards. */
export function profileSchema(z: typeof Zod, path: string): Zod.ZodType<Profile> {
  const common = { as: z.string().optional(), removalRight: z.string().optional() };
  const file = z.string().transform((name) => resolve(dirname(path), name));
  return z.discriminatedUnion('client', [
    z.strictObject({ client: z.literal('authority').optional(), ...common, home: file.optional() }),
    restSchema(z).extend({ ...common, home: file.optional() }),
    msipcSchema(z).extend({ ...common, library: file.optional() }),
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

function msipcSchema(z: typeof Zod): Zod.ZodObject<{ client: Zod.ZodLiteral<'msipc'> }> {
  const text = z.string();
  return z.strictObject({
    client: z.literal('msipc'),
    mode: z.enum(['client', 'server']).optional(),
    storeName: text.optional(),
    application: z.strictObject({ clientId: text, redirectUri: text }).optional(),
    service: z
      .strictObject({ extranet: text.optional(), intranet: text.optional(), licensing: z.boolean().optional() })
      .optional(),
    consent: z.boolean().optional(),
    keepKey: z.enum(['everywhere', 'nowhere', 'not-on-disk', 'not-in-license']).optional(),
    credential: z
      .union([
        z.strictObject({ certificate: text, store: text.optional() }),
        z.strictObject({ principal: text, tenant: text }),
      ])
      .optional(),
  });
}
