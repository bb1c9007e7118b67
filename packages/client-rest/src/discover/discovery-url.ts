import { NotSupportedByClient, UsageError } from '@rightsmith/core';
import { DISCOVERY_PATH, ROOT_PATHS } from '../contract/discovery.js';

const [ROOT, OLD_ROOT] = ROOT_PATHS;
const SUFFIX = `${ROOT}/${DISCOVERY_PATH}`;
const OLD_SUFFIX = `${OLD_ROOT}/${DISCOVERY_PATH}`;

/** The discovery URL that the target of an SRV record stands for: a host, or in principle a URL; rest.md §2.2. @throws NotSupportedByClient */
export function discoveryUrlOfTarget(target: string): string {
  if (!target.includes('//')) return `https://${target}${SUFFIX}`;
  if (!/^https:\/\//i.test(target)) throw new NotSupportedByClient('DNS names a service without HTTPS.');
  if (target.endsWith(OLD_SUFFIX)) return `${target.slice(0, -OLD_SUFFIX.length)}${SUFFIX}`;
  return target.endsWith(SUFFIX) ? target : `${target.replace(/\/+$/, '')}${SUFFIX}`;
}

/** The discovery URL of a service whose address was given: its root (`https://host/my/v2`), or only its host. @throws UsageError */
export function discoveryUrlOfService(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw new UsageError(`${JSON.stringify(url)} is not the URL of a service.`);
  const path = parsed.pathname.replace(/\/+$/, '');
  if (path === '') return `${parsed.origin}${SUFFIX}`;
  return `${parsed.origin}${path.endsWith(`/${DISCOVERY_PATH}`) ? path : `${path}/${DISCOVERY_PATH}`}`;
}

/** A query of discovery. The value stands there as other clients write it: unescaped where a URL can hold it; rest.md §2.3. */
export function withQuery(discoveryUrl: string, name: 'email' | 'service', value: string): string {
  const readable = encodeURIComponent(value).replaceAll(/%(?:3A|2F|40)/g, decodeURIComponent);
  return `${discoveryUrl}?${name}=${readable}`;
}
