/** Names of the protocol's own headers; rest.md §2.3, §3.3. */
export const HEADERS = {
  /** `{guid};{guid}`: scenario and correlation id. */
  requestId: 'x-ms-rms-request-id',
  /** See {@link parsePlatformId}. */
  platformId: 'x-ms-rms-platform-id',
  /** Challenge request of a discovery for consumption: the modulus text of the licence's `ISSUEDPRINCIPALS` key. */
  licensorKey: 'x-ms-rms-slc-key',
  /** The same: the licensing URL. */
  licensingUrl: 'x-ms-rms-service-url',
} as const;

/** Bytes of a publishing licence that a service must take; rest.md §11 (8 MiB), §13. */
export const MAXIMUM_LICENSE_BYTES: number = 8 * 1024 * 1024;

/** Bytes of a request body that a service must take: a licence in base64 and what stands around it; rest.md §13. */
export const MAXIMUM_REQUEST_BYTES: number = 12 * 1024 * 1024;

const GUID_PAIR =
  /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?;\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

/** The value of the request id header. Both ids are GUIDs without braces. */
export function formatRequestId(scenarioId: string, correlationId: string): string {
  return `{${scenarioId}};{${correlationId}}`;
}

/** The ids of a request id header, lower case, without braces; undefined where it is not two GUIDs. */
export function parseRequestId(
  value: string,
): { readonly scenarioId: string; readonly correlationId: string } | undefined {
  const [, scenarioId, correlationId] = GUID_PAIR.exec(value.trim().toLowerCase()) ?? [];
  return scenarioId === undefined || correlationId === undefined ? undefined : { scenarioId, correlationId };
}

/** The value of the platform id header: `name=value;` pairs. */
export function formatPlatformId(parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${value.replaceAll(/[;=\p{Cc}]|[^\x20-\x7e]/gu, '_')};`)
    .join('');
}

/** The pairs of a platform id header; what is no pair is passed over, for such a header is never a reason to fail. */
export function parsePlatformId(value: string): ReadonlyMap<string, string> {
  const pairs = value.split(';').map((pair) => pair.split('='));
  return new Map(pairs.filter((pair) => pair.length === 2).map(([name = '', text = '']) => [name.trim(), text.trim()]));
}
