import rateLimit from '@fastify/rate-limit';
import { InternalError, RightsmithError, foldAddress, silentLogger } from '@rightsmith/core';
import { MAXIMUM_REQUEST_BYTES } from '@rightsmith/client-rest/contract';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { connectionOptions } from './connection-options.js';
import { DEV_AUDIENCE, DevIssuer } from './dev/dev-issuer.js';
import { DEV_ROOT, addDevRoutes } from './dev/dev-routes.js';
import { addAdministrationRoutes } from './extension/administration-routes.js';
import { addDocumentRoutes } from './extension/document-routes.js';
import { createMetrics } from './operations/metrics.js';
import { addOperationRoutes } from './operations/operation-routes.js';
import type { IssuerOptions, ServerLimits, ServerOptions } from './options.js';
import { errorReply } from './protocol/error-answer.js';
import { addProtocolRoutes } from './protocol/protocol-routes.js';
import type { ServiceState } from './service-state.js';
import { challenge, personIn, signedIn, signIn } from './sign-in/authenticate.js';
import { tokenVerifier } from './sign-in/verify-token.js';

const DEFAULT_LIMITS: ServerLimits = {
  bodyBytes: MAXIMUM_REQUEST_BYTES,
  requestsPerMinute: 6000,
  connections: 2000,
  requestTimeout: 60_000,
};
const MINUTE = 60_000;
/** Characters of a name in a path, as it is encoded. */
const MAXIMUM_PARAMETER = 4096;

/** Everything between sockets and the authority. */
export interface App {
  readonly fastify: FastifyInstance;
  readonly state: ServiceState;
  /** From now on it is not ready. */
  beginClosing(): void;
}

/** Puts the routes together. `baseUrl` is asked when an answer names the server's own address. @throws UsageError */
export async function createApp(options: ServerOptions, baseUrl: () => string): Promise<App> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const app: FastifyInstance = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeout,
    // Addresses and names of templates stand in paths.
    routerOptions: { maxParamLength: MAXIMUM_PARAMETER },
    ...connectionOptions(options),
  } as object);
  app.server.maxConnections = limits.connections;
  let isOpen = true;
  const issuer = options.issuer === 'development' ? developmentIssuer(baseUrl) : options.issuer;
  const state: ServiceState = {
    authority: options.authority,
    issuer,
    verify: tokenVerifier(issuer),
    administrators: new Set((options.administrators ?? []).map(foldAddress)),
    metrics: createMetrics(),
    logger: options.logger ?? silentLogger,
    baseUrl,
    isOpen: () => isOpen,
  };
  addAccounting(app, state);
  addOperationRoutes(app, state);
  if (options.issuer === 'development') {
    await app.register((scope, _options, done) => {
      addDevRoutes(scope, new DevIssuer(() => issuer.url));
      done();
    });
  }
  await app.register(async (service) => {
    await addGuards(service, limits, state);
    addProtocolRoutes(service, state);
    addDocumentRoutes(service, state);
    addAdministrationRoutes(service, state);
  });
  return {
    fastify: app,
    state,
    beginClosing: () => {
      isOpen = false;
    },
  };
}

/** Its URL is known only once the server listens. */
function developmentIssuer(baseUrl: () => string): IssuerOptions {
  return {
    get url() {
      return `${baseUrl()}${DEV_ROOT}`;
    },
    audience: DEV_AUDIENCE,
    algorithms: ['ES256'],
  };
}

/** Who calls, then how often, then whether he may: all of it before a body is read. */
async function addGuards(
  service: FastifyInstance,
  { requestsPerMinute }: ServerLimits,
  state: ServiceState,
): Promise<void> {
  service.addHook('onRequest', (request) => signIn(request, state));
  await service.register(rateLimit, {
    // By itself it would come after the hook that refuses whoever is not signed in.
    global: false,
    max: requestsPerMinute,
    timeWindow: MINUTE,
    keyGenerator: (request) => signedIn(request)?.address ?? request.ip,
  });
  service.addHook('onRequest', service.rateLimit());
  service.addHook('onRequest', (request, _reply, done) => {
    personIn(request);
    done();
  });
}

/** Errors and metrics, the same for all routes. */
function addAccounting(app: FastifyInstance, state: ServiceState): void {
  const { metrics, logger } = state;
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    logger.debug('answered', { route, status: reply.statusCode, ...requestId(request) });
    done();
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, state));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ Code: 'NotFound', Message: 'There is nothing here.' }),
  );
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, state: ServiceState): FastifyReply {
  const { status, body, retryAfter } = errorReply(error);
  if (status >= 500) {
    const { code, message } = asRightsmithError(error);
    state.logger.error('failed', { code, message, ...requestId(request) });
  }
  if (status === 401) challenge(request, reply, state);
  if (retryAfter !== undefined && !reply.hasHeader('retry-after')) void reply.header('retry-after', String(retryAfter));
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** The caller's ids for the request, so that his log and ours can be put side by side; untrusted text, kept short. */
function requestId({ headers }: FastifyRequest): { readonly requestId?: string } {
  const id = headers['x-ms-rms-request-id'];
  return typeof id === 'string' ? { requestId: id.slice(0, 100) } : {};
}

function asRightsmithError(error: unknown): RightsmithError {
  return RightsmithError.is(error) ? error : new InternalError(String(error), { cause: error });
}
