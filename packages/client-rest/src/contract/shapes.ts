import { z } from 'zod';

/** Names and texts; application data of a licence. */
export type Texts = Readonly<Record<string, string>>;

export const TEXTS: z.ZodType<Texts> = z.record(z.string(), z.string());

/** ISO 8601. Writers end it with `Z`; in a request a time without a zone is UTC. */
export const TIME: z.ZodType<string> = z.iso.datetime({ offset: true, local: true });

/** A time of a request as a `Date`. */
export function requestTime(text: string): Date {
  return new Date(/(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** A time as both sides write it: UTC, whole seconds; rest.md §5.2. */
export function timeText(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The content key, in clear inside TLS; rest.md §5.3. */
export interface ContentKey {
  /** `AES`. */
  readonly Algorithm: string;
  /** `MICROSOFT.CBC4K`, `MICROSOFT.CBC512.NOPADDING` or `MICROSOFT.ECB`, compared without case. */
  readonly CipherMode: string;
  /** Base64. */
  readonly Value: string;
  /** Bytes of the key. Services disagree on its unit, so readers take the length of `Value`. */
  readonly Size?: number | null | undefined;
}

export const CONTENT_KEY: z.ZodType<ContentKey> = z.object({
  Algorithm: z.string().min(1),
  CipherMode: z.string().min(1),
  Value: z.base64().min(1),
  Size: z.number().nullish(),
});

/** Rights for some people. */
export interface UserRights {
  /** Addresses, of people and groups. */
  readonly Users: readonly string[];
  /** Encoded names; licenses.md §8.1. */
  readonly Rights: readonly string[];
  /** Ours: when the rights begin. */
  readonly ValidFrom?: string | null | undefined;
  /** Ours: when they end. */
  readonly ValidUntil?: string | null | undefined;
}

export const USER_RIGHTS: z.ZodType<UserRights> = z.object({
  Users: z.array(z.string()),
  Rights: z.array(z.string()),
  ValidFrom: TIME.nullish(),
  ValidUntil: TIME.nullish(),
});

/** Roles for some people; rest.md §5.2. */
export interface UserRoles {
  readonly Users: readonly string[];
  readonly Roles: readonly string[];
}

export const USER_ROLES: z.ZodType<UserRoles> = z.object({ Users: z.array(z.string()), Roles: z.array(z.string()) });
