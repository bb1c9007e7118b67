import { bracedGuid } from '@rightsmith/core';
import {
  DISCOVERY_PATH,
  END_USER_LICENSE_REQUEST,
  EXTENSION_NAME,
  ROOT_PATHS,
  SERVICE_PATHS,
  type ServiceLocation,
  type TemplateEntry,
} from '@rightsmith/client-rest/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EXTENSION_ROOT } from '../extension/extension-root.js';
import type { ServiceState } from '../service-state.js';
import { knownOf, personIn } from '../sign-in/authenticate.js';
import { endUserLicenseAnswer, publishingAnswer } from './answers.js';
import { abortSignal } from './abort-signal.js';
import { callContext, languagesOf } from './call-context.js';
import { publishRequest } from './publishing-request.js';
import { readBase64, readBody } from './read-body.js';

/** The routes of the protocol, below both of its roots; rest.md §1. */
export function addProtocolRoutes(app: FastifyInstance, state: ServiceState): void {
  for (const root of ROOT_PATHS) {
    const path = (name: string): string => `${root}/${name}`;
    app.get(path(DISCOVERY_PATH), () => serviceLocations(state.baseUrl(), root));
    app.get(path(SERVICE_PATHS.templates), (request, reply) => templates(request, reply, state));
    app.post(path(SERVICE_PATHS.publishinglicenses), (request, reply) => publish(request, reply, state));
    app.post(path(SERVICE_PATHS.enduserlicenses), (request, reply) => open(request, reply, state));
    // Telemetry: the URLs must be announced, and what comes is not kept.
    app.post(path(SERVICE_PATHS.clientdebuglogs), () => ({}));
    app.post(path(SERVICE_PATHS.clientperformancelogs), () => ({}));
  }
}

function serviceLocations(baseUrl: string, root: string): readonly ServiceLocation[] {
  return [
    ...Object.entries(SERVICE_PATHS).map(([Name, path]) => ({ Name, Uri: `${baseUrl}${root}/${path}` })),
    { Name: EXTENSION_NAME, Uri: `${baseUrl}${EXTENSION_ROOT}` },
  ];
}

async function templates(
  request: FastifyRequest,
  reply: FastifyReply,
  { authority }: ServiceState,
): Promise<readonly TemplateEntry[]> {
  const person = personIn(request);
  const client = authority.clientFor(person.address, knownOf(person));
  const listed = await client.templates(callContext(request, reply));
  // Clients refuse the whole list for an empty text, so a template without a description has its name twice.
  return listed.map(({ id, name, description }) => ({
    Id: bracedGuid(id),
    Name: name,
    Description: description === '' ? name : description,
  }));
}

async function publish(request: FastifyRequest, reply: FastifyReply, { authority }: ServiceState): Promise<object> {
  const person = personIn(request);
  const wanted = publishRequest(request.body);
  const issued = await authority.serviceFor(person.address, knownOf(person)).publish(wanted, abortSignal(reply));
  return publishingAnswer(issued, languagesOf(request), {
    SignedApplicationData: wanted.signedData ?? {},
    EncryptedApplicationData: 'template' in wanted.policy ? {} : (wanted.policy.encryptedData ?? {}),
  });
}

async function open(
  request: FastifyRequest,
  reply: FastifyReply,
  { authority, metrics }: ServiceState,
): Promise<object> {
  const person = personIn(request);
  const body = readBody(END_USER_LICENSE_REQUEST, request.body);
  const license = readBase64(body.SerializedPublishingLicense, 'SerializedPublishingLicense');
  const answer = await authority.serviceFor(person.address, knownOf(person)).open(license, abortSignal(reply));
  metrics.decided(answer.granted === undefined ? answer.reason : 'granted');
  return endUserLicenseAnswer(answer, person.address, languagesOf(request));
}
