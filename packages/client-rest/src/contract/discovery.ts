import { z } from 'zod';

/**
 * Where each service stands below the root of the protocol (`https://host/my/v2`); rest.md §1, §2.3. Clients need all five
 * names in the answer of the service discovery.
 */
export const SERVICE_PATHS = {
  enduserlicenses: 'enduserlicenses',
  publishinglicenses: 'publishinglicenses',
  templates: 'templates',
  clientdebuglogs: 'clientlogs/debug',
  clientperformancelogs: 'clientlogs/performance',
} as const;

/** The name of a service, as discovery spells it. */
export type ServiceName = keyof typeof SERVICE_PATHS;

/** Below the root: the service discovery itself. */
export const DISCOVERY_PATH = 'servicediscovery';

/** The roots of the protocol on a host, the current one first. They differ in the challenge only. */
export const ROOT_PATHS = ['/my/v2', '/my/v1'] as const;

/**
 * A sixth name, which only our server announces, with the root of what it offers beyond the protocol ({@link EXTENSION_PATHS}).
 * Other clients pass unknown names over. Where it is announced, the members of publishing requests that are marked as
 * ours are understood; where not, a client must not send them, since they would be ignored.
 */
export const EXTENSION_NAME = 'rightsmith';

/** Below the root of what {@link EXTENSION_NAME} announces. */
export const EXTENSION_PATHS = {
  /** Who was granted or denied. A POST of a `DocumentRequest` answers a `DocumentRecordAnswer`. For owners, administrators and super users. */
  documentRecord: 'documents/record',
  /** From now on nobody but the owner is granted. A POST of a `DocumentRequest` answers a `RevocationAnswer`. For the same. */
  revoke: 'documents/revoke',
  /** Takes a revocation back; as the one before. */
  restore: 'documents/restore',
  /**
   * All templates: GET answers `StoredTemplateEntries`, POST of a `NewTemplateEntry` adds one. Below it, by id or name: GET, and DELETE to
   * archive; these and POST answer a `StoredTemplateEntry`. For administrators.
   */
  templates: 'administration/templates',
  /** GET, and PUT and DELETE of an address below it; all answer `SuperUserEntries`. For administrators. */
  superUsers: 'administration/super-users',
} as const;

/** One entry of the answer to a service discovery. */
export interface ServiceLocation {
  /** Compared without case. */
  readonly Name: string;
  readonly Uri: string;
}

/** The answer to a service discovery; rest.md §2.3. */
export const SERVICE_LOCATIONS: z.ZodType<readonly ServiceLocation[]> = z.array(
  z.object({ Name: z.string().min(1), Uri: z.string().min(1) }),
);
