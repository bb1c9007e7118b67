import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority, type Authority } from '@rightsmith/authority';
import { createServer, type RightsServer, type ServerOptions } from '@rightsmith/server';
import { AUDIENCE, startIdentityProvider, type ClaimsOf, type IdentityProvider } from './identity-provider.js';

/** A server with a real identity provider that all tests of a `describe` share. */
export interface RunningServer {
  readonly url: string;
  readonly authority: Authority;
  readonly provider: IdentityProvider;
  readonly server: RightsServer;
  /** What the authority's clock shows. */
  time: Date;
  call(path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  /** Whose token goes along; absent: none. */
  readonly as?: string;
  readonly token?: string;
  readonly method?: string;
  /** A value that becomes JSON, or a text that goes as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

const PEOPLE: ClaimsOf = {
  'alice@example.com': {},
  'bob@example.com': { groups: ['staff@example.com'] },
  'carol@example.com': {},
  'mallory@example.com': {},
  'admin@example.com': { roles: ['Rightsmith.Administrator'] },
  'root@example.com': { roles: ['Content.SuperUser'] },
};

/** Starts a server before the tests of a `describe`, and stops it after them. */
export function useServer(options: Partial<ServerOptions> = {}): RunningServer {
  const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
  const tokens = new Map<string, string>();
  const running: { -readonly [Name in keyof RunningServer]?: RunningServer[Name] } = {
    time: new Date('2031-05-06T07:08:00Z'),
    call: async (path, { as, token, method, body, headers = {} } = {}) => {
      if (as !== undefined && !tokens.has(as)) tokens.set(as, await running.provider!.token(as));
      const bearer = token ?? (as === undefined ? undefined : tokens.get(as));
      const answer = await fetch(path.startsWith('http') ? path : `${running.url!}${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        get json() {
          return JSON.parse(text) as Record<string, unknown>;
        },
      };
    },
  };
  before(async () => {
    writeFileSync(join(home, 'directory.json'), JSON.stringify({ schema: 1, superUsers: ['root@example.com'] }));
    running.provider = await startIdentityProvider(PEOPLE);
    running.authority = await openAuthority({ home, clock: { now: () => running.time!.getTime() } });
    running.server = await createServer({
      authority: running.authority,
      issuer: { url: running.provider.url, audience: AUDIENCE },
      ...options,
    });
    running.url = await running.server.listen();
  });
  after(async () => {
    await running.server?.close();
    await running.authority?.close();
    await running.provider?.close();
    rmSync(home, { recursive: true, force: true });
  });
  return running as RunningServer;
}

/** A request to publish a policy of its own. */
export function customRequest(grants: Readonly<Record<string, readonly string[]>>, more: object = {}): object {
  const rights = Object.entries(grants).map(([user, Rights]) => ({ Users: [user], Rights }));
  return { PreferDeprecatedAlgorithms: false, AllowAuditedExtraction: true, Policy: { UserRights: rights, ...more } };
}
