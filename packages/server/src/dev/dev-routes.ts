import { AccessDenied } from '@rightsmith/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DevIssuer } from './dev-issuer.js';
import { isLoopback, isLoopbackHeader } from './loopback.js';
import { signInPage, signedInPage } from './sign-in-page.js';

/** Below it is the development issuer. */
export const DEV_ROOT = '/dev';

/** The development issuer's routes; they answer to this computer only. */
export function addDevRoutes(app: FastifyInstance, issuer: DevIssuer): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new Map(new URLSearchParams(typeof body === 'string' ? body : '')));
  });
  app.addHook('onRequest', (request, _reply, done) => {
    refuseOutside(request);
    done();
  });
  app.get(`${DEV_ROOT}/.well-known/openid-configuration`, () => issuer.metadata());
  app.get(`${DEV_ROOT}/jwks`, () => issuer.keySet());
  app.post(`${DEV_ROOT}/device`, () => issuer.device());
  app.post(`${DEV_ROOT}/token`, async (request, reply) => {
    const { status, body } = await issuer.token(new Map([...basicClient(request), ...formOf(request)]));
    return reply.code(status).send(body);
  });
  app.get(`${DEV_ROOT}/sign-in`, (request, reply) => {
    const { user_code: code } = request.query as Readonly<Record<string, unknown>>;
    return sendPage(reply, signInPage(typeof code === 'string' ? code : ''));
  });
  app.post(`${DEV_ROOT}/sign-in`, (request, reply) => {
    const form = formOf(request);
    return sendPage(reply, signedInPage(issuer.approve(form.get('user_code') ?? '', form.get('user') ?? '')));
  });
}

function refuseOutside({ socket, headers }: FastifyRequest): void {
  const { origin } = headers;
  const isOurs = origin === undefined || (URL.canParse(origin) && isLoopback(new URL(origin).hostname));
  if (isLoopback(socket.remoteAddress ?? '') && isLoopbackHeader(headers.host) && isOurs) return;
  throw new AccessDenied('The development issuer serves this computer only.');
}

function formOf({ body }: FastifyRequest): ReadonlyMap<string, string> {
  return body instanceof Map ? (body as ReadonlyMap<string, string>) : new Map<string, string>();
}

/** The client of an `Authorization: Basic` header; RFC 6749 §2.3.1. */
function basicClient({ headers }: FastifyRequest): readonly (readonly [string, string])[] {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const [id = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  return [['client_id', decoded(id)]];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
    .send(html);
}
