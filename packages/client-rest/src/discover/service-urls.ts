import { ServiceError } from '@rightsmith/core';
import { EXTENSION_NAME, SERVICE_LOCATIONS, type ServiceName } from '../contract/discovery.js';
import type { AllowedHosts } from '../http/allowed-hosts.js';

/** Where the services stand that a client uses. */
export interface ServiceUrls {
  readonly templates: string;
  readonly publishinglicenses: string;
  readonly enduserlicenses: string;
  /** Root of what our server offers beyond the protocol. */
  readonly extensions?: string;
}

const NEEDED = ['templates', 'publishinglicenses', 'enduserlicenses'] as const satisfies readonly ServiceName[];

/** The answer to a discovery, each URL on an allowed host. @throws ServiceError, NotSupportedByClient */
export function readServiceUrls(text: string, hosts: AllowedHosts): ServiceUrls {
  const locations = SERVICE_LOCATIONS.safeParse(parsed(text));
  if (!locations.success) throw new ServiceError('The service discovery gave no list of services.');
  const find = (name: string): string | undefined =>
    locations.data.find((location) => location.Name.toLowerCase() === name)?.Uri;
  const needed = NEEDED.map((name) => {
    const url = find(name);
    if (url === undefined) throw new ServiceError(`The service discovery does not say where ${name} is.`);
    return [name, hosts.check(url).href] as const;
  });
  const extensions = find(EXTENSION_NAME);
  return {
    ...(Object.fromEntries(needed) as Record<(typeof NEEDED)[number], string>),
    ...(extensions !== undefined && { extensions: hosts.check(extensions).href.replace(/\/+$/, '') }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
