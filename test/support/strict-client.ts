import { randomUUID } from 'node:crypto';

/** A failure as the vendor's own open client would report it, by the names of rest.md §7. */
export class StrictClientError extends Error {
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(`${kind}: ${message}`);
    this.kind = kind;
  }
}

/** What that client hands to the application to get a token; rest.md §3.2. */
export interface StrictTokenRequest {
  readonly authority: string;
  readonly resource: string;
  readonly scope: string;
  readonly user: string;
}

type Json = Readonly<Record<string, unknown>>;

const NAMES = ['enduserlicenses', 'publishinglicenses', 'templates', 'clientdebuglogs', 'clientperformancelogs'];
const CIPHER_MODES = ['microsoft.cbc4k', 'microsoft.cbc512.nopadding', 'microsoft.ecb'];

/**
 * A twin of the vendor's open C++ client in behaviour: every rule that rest.md marks as its code's, none of ours. It shares no line
 * with our client or the contract, so that a server which passes it does not pass by agreement with itself.
 */
export class StrictClient {
  readonly #discoveryUrl: string;
  readonly #user: string;
  readonly #getToken: (request: StrictTokenRequest) => Promise<string>;
  /** Every request as it went out: method, path, whether with a token. */
  readonly log: string[] = [];

  constructor(discoveryUrl: string, user: string, getToken: (request: StrictTokenRequest) => Promise<string>) {
    this.#discoveryUrl = discoveryUrl;
    this.#user = user;
    this.#getToken = getToken;
  }

  /** rest.md §2.3: all five names, without case, both members non-empty texts. The value of the query is not encoded. */
  async discover(query: string, headers: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, string>> {
    const list = await this.#call('GET', `${this.#discoveryUrl}?${query}`, undefined, headers);
    const found = new Map<string, string>();
    for (const entry of listOf(list)) {
      const [name, uri] = [entry['Name'], entry['Uri']];
      if (typeof name !== 'string' || name === '' || typeof uri !== 'string' || uri === '')
        throw serverError('an entry');
      found.set(name.toLowerCase(), uri);
    }
    for (const name of NAMES) if (!found.has(name)) throw serverError(`no ${name}`);
    return found;
  }

  /** rest.md §4. */
  async templates(): Promise<readonly Json[]> {
    const list = listOf(await this.#call('GET', await this.#url('templates')));
    for (const entry of list) {
      for (const name of ['Id', 'Name', 'Description'])
        if (typeof entry[name] !== 'string' || entry[name] === '') throw serverError(`template ${name}`);
    }
    return list;
  }

  /** rest.md §5. Gives the licence bytes, the answer, and the key. */
  async publish(
    request: Json,
  ): Promise<{ readonly license: Uint8Array; readonly answer: Json; readonly key: Uint8Array }> {
    const answer = objectOf(await this.#call('POST', await this.#url('publishinglicenses'), request));
    for (const name of ['SerializedPublishingLicense', 'Owner'])
      if (typeof answer[name] !== 'string' || answer[name] === '') throw serverError(name);
    checkTexts(answer, ['Id', 'Name', 'Description', 'Referrer', 'ContentId']);
    checkMaps(answer);
    const license = Buffer.from(String(answer['SerializedPublishingLicense']), 'base64');
    return { license, answer, key: keyOf(answer['Key']) };
  }

  /** rest.md §6, with the two headers on the challenge request only. `status` is lower case. */
  async consume(
    license: Uint8Array,
  ): Promise<{ readonly status: string; readonly answer: Json; readonly isOwner: boolean; readonly key?: Uint8Array }> {
    const { url, modulus } = readLicense(license);
    const headers = { 'x-ms-rms-slc-key': modulus, 'x-ms-rms-service-url': url };
    const urls = await this.discover(`service=${url}`, headers);
    const body = { SerializedPublishingLicense: Buffer.from(license).toString('base64') };
    const answer = objectOf(await this.#call('POST', urls.get('enduserlicenses') ?? '', body));
    checkTexts(answer, ['Id', 'Name', 'Description', 'Referrer', 'Owner', 'IssuedTo', 'ContentId']);
    checkTexts(answer, ['ContentValidUntil', 'LicenseValidUntil', 'AccessStatus']);
    checkMaps(answer);
    checkRights(answer);
    const { AccessStatus: named, Key: key } = answer;
    const status = (typeof named === 'string' ? named : key ? 'AccessGranted' : 'AccessDenied').toLowerCase();
    if (!['accessgranted', 'accessdenied', 'contentexpired'].includes(status)) throw serverError('AccessStatus');
    const [owner, issuedTo] = [answer['Owner'], answer['IssuedTo']];
    const isOwner = typeof owner === 'string' && owner.toLowerCase() === String(issuedTo).toLowerCase();
    return { status, answer, isOwner, ...(status === 'accessgranted' && { key: keyOf(key) }) };
  }

  async #url(name: string): Promise<string> {
    return (await this.discover(`email=${this.#user}`)).get(name) ?? '';
  }

  /** Twice: first without a token and, where there is a body, with all of it; rest.md §3.1, §3.3. */
  async #call(
    method: string,
    url: string,
    body?: Json,
    challengeHeaders: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const json = { 'content-type': 'application/json', Accept: 'application/json' };
    const text = body === undefined ? null : JSON.stringify(body);
    this.log.push(`${method} ${new URL(url).pathname} challenge`);
    const first = await fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : json), ...challengeHeaders },
      body: text,
      redirect: 'error',
    });
    await first.arrayBuffer();
    if (first.status !== 401) throw serverError(`challenge answered by ${first.status}`);
    const asked = parseQuirkyChallenge(first.headers.get('www-authenticate') ?? '', new URL(url).host);
    const token = await this.#getToken({ ...asked, user: this.#user });
    this.log.push(`${method} ${new URL(url).pathname} call`);
    const answer = await fetch(url, {
      method,
      headers: {
        ...json,
        Authorization: `Bearer ${token}`,
        'Accept-Language': 'En-en',
        'x-ms-rms-request-id': `{${randomUUID()}};{${randomUUID()}}`,
        'x-ms-rms-platform-id': 'AppName=rmscore;AppVersion=1.0;DevicePlatform=WindowsStore;SDKVersion=4.1;',
      },
      body: text,
      redirect: 'error',
    });
    const content = await answer.text();
    if (answer.status !== 200) throw failureOf(answer.status, content);
    return parsed(content) ?? fail('answer is no JSON');
  }
}

/** Split at every comma, then at `=`; a pair with anything but one `=` is dropped; rest.md §3.1. */
function parseQuirkyChallenge(header: string, hostAndPort: string): Omit<StrictTokenRequest, 'user'> {
  if (!/^bearer /i.test(header)) throw serverError('no bearer challenge');
  const pairs = header
    .slice('Bearer '.length)
    .split(',')
    .map((pair) => pair.split('='))
    .filter((pair) => pair.length === 2)
    .map(([name = '', value = '']): [string, string] => [name.trim(), value.trim().replace(/^"|"$/g, '')]);
  const parts = new Map(pairs);
  const authority = parts.get('authorization_uri') ?? parts.get('authorization') ?? '';
  if (authority === '') throw serverError('no authority');
  const [resource, realm, scope] = [parts.get('resource'), parts.get('realm'), parts.get('scope')];
  if (resource !== undefined) return { authority, resource, scope: realm ?? '' };
  return { authority, resource: realm ?? hostAndPort, scope: scope ?? '' };
}

/** UTF-8 with byte order mark or UTF-16LE without one, and from it the extranet URL, else the intranet one, and the modulus text; rest.md §2.1, §5.3. */
export function readLicense(bytes: Uint8Array): { readonly url: string; readonly modulus: string } {
  const isUtf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const isUtf16 = bytes[0] === 0x3c && bytes[1] === 0;
  if (!isUtf8 && !isUtf16) throw new StrictClientError('invalid PL', 'encoding');
  const text = new TextDecoder(isUtf8 ? 'utf-8' : 'utf-16le').decode(bytes);
  const body = /<BODY type="Microsoft Rights Label".*?<\/BODY>/s.exec(text)?.[0] ?? '';
  const urlOf = (type: string): string | undefined =>
    new RegExp(`<DISTRIBUTIONPOINT><OBJECT type="${type}">.*?<ADDRESS type="URL">(.*?)</ADDRESS>`, 's').exec(body)?.[1];
  const url = urlOf('Extranet-License-Acquisition-URL') ?? urlOf('License-Acquisition-URL');
  const principals = /<ISSUEDPRINCIPALS>.*?<\/ISSUEDPRINCIPALS>/s.exec(body)?.[0] ?? '';
  const modulus = /<PARAMETER name="modulus"><VALUE [^>]*>(.*?)<\/VALUE>/s.exec(principals)?.[1];
  if (url === undefined || modulus === undefined) throw new StrictClientError('invalid PL', 'URL or modulus');
  return { url, modulus };
}

/** All three must be there; the length is not checked by that client, but is by its cipher. */
function keyOf(value: unknown): Uint8Array {
  const key = objectOf(value);
  for (const name of ['Value', 'Algorithm', 'CipherMode'])
    if (typeof key[name] !== 'string' || key[name] === '') throw serverError(`Key.${name}`);
  if (!CIPHER_MODES.includes(String(key['CipherMode']).toLowerCase())) throw serverError('CipherMode');
  return Buffer.from(String(key['Value']), 'base64');
}

function checkTexts(object: Json, names: readonly string[]): void {
  for (const name of names) {
    const value = object[name];
    if (value !== undefined && value !== null && typeof value !== 'string') throw serverError(name);
  }
}

function checkMaps(object: Json): void {
  for (const name of ['SignedApplicationData', 'EncryptedApplicationData']) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    if (!Object.values(objectOf(value)).every((one) => typeof one === 'string')) throw serverError(name);
  }
}

/** Absent is fine, null is not; a policy without `UserRights` crashes it; rest.md §6.2. */
function checkRights(answer: Json): void {
  const { Rights: rights, Roles: roles, Policy: policy } = answer;
  if (rights !== undefined && !isTexts(rights)) throw serverError('Rights');
  if (roles !== undefined && roles !== null && !isTexts(roles)) throw serverError('Roles');
  if ('AllowOfflineAccess' in answer) throw serverError('allowOfflineAccess begins in lower case');
  const until = answer['LicenseValidUntil'];
  if (typeof until === 'string' && !until.endsWith('Z')) throw serverError('LicenseValidUntil is taken as local time');
  if (policy === undefined || policy === null) return;
  for (const entry of listOf(objectOf(policy)['UserRights']))
    if (!isTexts(entry['Users']) || !isTexts(entry['Rights'])) throw serverError('Policy.UserRights');
}

function failureOf(status: number, content: string): StrictClientError {
  if (status === 401) return new StrictClientError('token not accepted', '401');
  if (status === 404 || status === 502) return new StrictClientError('service not available', String(status));
  const answer = parsed(content) as { readonly Code?: unknown; readonly Message?: unknown } | undefined;
  if ((status !== 400 && status !== 500) || typeof answer?.Code !== 'string') return serverError(`${status}`);
  if (answer.Message !== undefined && answer.Message !== null && typeof answer.Message !== 'string')
    return serverError('Message is no text');
  const code = answer.Code.toLowerCase();
  const kinds: readonly (readonly [string, string])[] = [
    ['unrecognizedurlexception', 'on-premises content'],
    ['unknowntenantexception', 'on-premises content'],
    ['badinputexception', 'invalid PL'],
    ['servicedisabledexception', 'service disabled'],
  ];
  const kind = kinds.find(([name]) => code === `microsoft.rightsmanagement.exceptions.${name}`)?.[1];
  return new StrictClientError(kind ?? 'server error', answer.Code);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function objectOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw serverError('an object is missing');
  return value as Json;
}

function listOf(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) throw serverError('a list is missing');
  return value.map(objectOf);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function serverError(what: string): StrictClientError {
  return new StrictClientError('server error', what);
}

function fail(what: string): never {
  throw serverError(what);
}
