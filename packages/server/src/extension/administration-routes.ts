import { parseTemplate, templateJson, type Directory, type TemplateStore } from '@rightsmith/authority';
import { AccessDenied, UsageError, type JsonObject, type Template } from '@rightsmith/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServiceState } from '../service-state.js';
import { isAdministrator, personIn } from '../sign-in/authenticate.js';
import { EXTENSION_ROOT } from './extension-root.js';

type Handle = (request: FastifyRequest) => Promise<unknown>;

/** Templates and super users, for administrators. */
export function addAdministrationRoutes(app: FastifyInstance, state: ServiceState): void {
  const route = (method: string, path: string, handle: Handle): void => {
    const url = `${EXTENSION_ROOT}/administration/${path}`;
    app.route({
      method,
      url,
      handler: (request) => {
        refuseOthers(request, state);
        return handle(request);
      },
    });
  };
  addTemplateRoutes(route, state.authority.templates);
  addSuperUserRoutes(route, state.authority.directory);
}

type AddRoute = (method: string, path: string, handle: Handle) => void;

function addTemplateRoutes(route: AddRoute, templates: TemplateStore): void {
  const named = (request: FastifyRequest): string => parameter(request, 'template');
  route('GET', 'templates', async () => (await templates.list()).map(templateEntry));
  route('POST', 'templates', async ({ body }) =>
    templateEntry(await templates.add(parseTemplate(JSON.stringify(body ?? null)))),
  );
  route('GET', 'templates/:template', async (request) => templateEntry((await templates.get(named(request))).template));
  route('DELETE', 'templates/:template', async (request) => templateEntry(await templates.archive(named(request))));
}

function addSuperUserRoutes(route: AddRoute, directory: Directory): void {
  route('GET', 'super-users', () => directory.superUsers());
  route('PUT', 'super-users/:who', async (request) => {
    await directory.addSuperUser(parameter(request, 'who'));
    return directory.superUsers();
  });
  route('DELETE', 'super-users/:who', async (request) => {
    await directory.removeSuperUser(parameter(request, 'who'));
    return directory.superUsers();
  });
}

function refuseOthers(request: FastifyRequest, state: ServiceState): void {
  const person = personIn(request);
  if (isAdministrator(person, state)) return;
  throw new AccessDenied(`${person.address} is not an administrator of this service.`);
}

function parameter(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, unknown>>)[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`The ${name} is missing.`);
  return value;
}

function templateEntry(template: Template): JsonObject {
  const { modified, archived = false } = template;
  return { ...templateJson(template), modified: modified.toISOString(), archived };
}
