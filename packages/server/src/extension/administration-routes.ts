import { parseTemplate, templateJson } from '@rightsmith/authority';
import { EXTENSION_PATHS } from '@rightsmith/client-rest/contract';
import { AccessDenied, UsageError, type ClientContext, type RmsAdministration, type Template } from '@rightsmith/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callContext } from '../protocol/call-context.js';
import type { ServiceState } from '../service-state.js';
import { isAdministrator, knownOf, personIn } from '../sign-in/authenticate.js';
import { EXTENSION_ROOT } from './extension-root.js';

/** An administrator's request. */
interface Asked {
  readonly administration: RmsAdministration;
  readonly context: ClientContext;
  readonly request: FastifyRequest;
  /** What the path names: a template, or an address. */
  readonly name: string;
}

/** What each administrator's request does, by method and path. */
const ROUTES: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  [`GET ${EXTENSION_PATHS.templates}`]: async ({ administration, context }) =>
    (await administration.templates(context)).map(templateEntry),
  [`POST ${EXTENSION_PATHS.templates}`]: async ({ administration, context, request: { body } }) =>
    templateEntry(await administration.addTemplate(parseTemplate(jsonText(body)), context)),
  [`GET ${EXTENSION_PATHS.templates}/:name`]: async ({ administration, context, name }) =>
    templateEntry(await administration.template(name, context)),
  [`DELETE ${EXTENSION_PATHS.templates}/:name`]: async ({ administration, context, name }) =>
    templateEntry(await administration.archiveTemplate(name, context)),
  [`GET ${EXTENSION_PATHS.superUsers}`]: ({ administration, context }) => administration.superUsers(context),
  [`PUT ${EXTENSION_PATHS.superUsers}/:name`]: ({ administration, context, name }) =>
    administration.addSuperUser(name, context),
  [`DELETE ${EXTENSION_PATHS.superUsers}/:name`]: ({ administration, context, name }) =>
    administration.removeSuperUser(name, context),
};

/** Templates and super users, for administrators. */
export function addAdministrationRoutes(app: FastifyInstance, state: ServiceState): void {
  for (const [route, handle] of Object.entries(ROUTES)) {
    const [method = '', path = ''] = route.split(' ');
    app.route({
      method,
      url: `${EXTENSION_ROOT}/${path}`,
      // Before the body is read.
      onRequest: (request, _reply, done) => {
        refuseOthers(request, state);
        done();
      },
      handler: (request, reply) => {
        const person = personIn(request);
        const administration = state.authority.administrationFor(person.address, knownOf(person));
        return handle({ administration, context: callContext(request, reply), request, name: nameIn(request) });
      },
    });
  }
}

/** @throws UsageError for what is nested too deep */
function jsonText(body: unknown): string {
  try {
    return JSON.stringify(body ?? null);
  } catch (cause) {
    throw new UsageError('The template is nested too deep.', { cause });
  }
}

function refuseOthers(request: FastifyRequest, state: ServiceState): void {
  const person = personIn(request);
  if (isAdministrator(person, state)) return;
  throw new AccessDenied(`${person.address} is not an administrator of this service.`);
}

/** Empty where the path names nothing. @throws UsageError for an empty name in it */
function nameIn({ params }: FastifyRequest): string {
  const { name } = params as Readonly<Partial<Record<'name', string>>>;
  if (name === '') throw new UsageError('The path names nothing.');
  return name ?? '';
}

function templateEntry(template: Template): object {
  const { modified, archived = false } = template;
  return { ...templateJson(template), modified: modified.toISOString(), archived };
}
