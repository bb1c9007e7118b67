import { once } from 'node:events';
import type { Authority } from '@rightsmith/authority';
import { UsageError, silentLogger } from '@rightsmith/core';
import type { RightsServer, ServerOptions } from '@rightsmith/server';
import { openDatabaseStore } from '../../database-store.js';
import type { JobContext } from '../../job/job-context.js';
import type { ServeJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readServerSettings, readSettingsFile, type ServerSettings } from './server-settings.js';

const HTTP_PORT = 8080;
const HTTPS_PORT = 8443;
const LOOPBACK = '127.0.0.1';

/** Runs a service until it is interrupted; tells once where it listens. */
export async function* runServe(job: ServeJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const { wiring, signal } = context;
  const { home } = await wiring.settings();
  const settings = await readServerSettings(home.value, job.settings);
  const issuer = chosenIssuer(job, settings);
  const authority = await openServedAuthority(job, settings, context);
  try {
    const server = await startServer(job, { authority, issuer, settings }, context);
    try {
      yield started(server.url, job.dev ?? false, (await authority.facts()).home);
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await server.close();
    }
  } finally {
    await authority.close();
  }
}

function chosenIssuer({ dev = false }: ServeJob, { issuer }: ServerSettings): ServerOptions['issuer'] {
  if (dev) return 'development';
  if (issuer !== undefined) return issuer;
  throw new UsageError('The server does not know whose tokens to take.', {
    hint: 'Name an issuer in server.json (docs/reference/server.md), or try things out with --dev.',
  });
}

/** Where everything is kept: in the database that the environment or the settings name, else in the home. */
async function openServedAuthority(
  job: ServeJob,
  settings: ServerSettings,
  { wiring }: JobContext,
): Promise<Authority> {
  const { openAuthority } = await import('@rightsmith/authority');
  const store = await openDatabaseStore(settings.database);
  const licensingUrl = licenseUrl(job, settings);
  return openAuthority({
    ...(await wiring.authorityOptions()),
    ...(store !== undefined && { store }),
    ...(licensingUrl !== undefined && { url: licensingUrl }),
  });
}

/** What new licences name. A development server is found there too, as long as its port stays the same. */
function licenseUrl({ url, port = HTTP_PORT, dev = false }: ServeJob, settings: ServerSettings): string | undefined {
  const chosen = url ?? settings.url;
  return chosen === undefined && dev && port !== 0 ? `http://${LOOPBACK}:${port}` : chosen;
}

interface Parts {
  readonly authority: Authority;
  readonly issuer: ServerOptions['issuer'];
  readonly settings: ServerSettings;
}

async function startServer(
  job: ServeJob,
  { authority, issuer, settings }: Parts,
  { wiring }: JobContext,
): Promise<RightsServer & { readonly url: string }> {
  const { createServer } = await import('@rightsmith/server');
  const { tls, trustedProxies, administrators, limits } = settings;
  const url = job.url ?? settings.url;
  const server = await createServer({
    authority,
    issuer,
    logger: wiring.logger ?? silentLogger,
    ...(url !== undefined && { url }),
    ...(trustedProxies !== undefined && { trustedProxies }),
    ...(administrators !== undefined && { administrators }),
    ...(limits !== undefined && { limits }),
    ...(tls !== undefined && { tls: await readTls(tls) }),
  });
  const port = job.port ?? settings.port ?? (tls === undefined ? HTTP_PORT : HTTPS_PORT);
  const listening = await server.listen({ host: job.host ?? settings.host ?? LOOPBACK, port });
  return { ...server, url: listening };
}

async function readTls({
  certificate,
  key,
}: NonNullable<ServerSettings['tls']>): Promise<NonNullable<ServerOptions['tls']>> {
  return {
    certificate: await readSettingsFile(certificate, 'The TLS certificate'),
    key: await readSettingsFile(key, 'The TLS key'),
  };
}

function started(url: string, dev: boolean, home: string): Outcome {
  const hint = dev
    ? ['Test users: alice, bob, carol and admin at example.com. Anybody on this computer can be them.']
    : [];
  return {
    result: { ok: true, url, home, dev },
    text: [`Serving at ${url}`, ...hint].join('\n'),
    warnings: [],
  };
}
