import type { ClientOptions, RecordEntry } from '@rightsmith/authority';
import { bracedGuid } from '@rightsmith/core';
import {
  DOCUMENT_REQUEST,
  EXTENSION_PATHS,
  type DocumentAccess,
  type DocumentRecordAnswer,
  type RevocationAnswer,
} from '@rightsmith/client-rest/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBase64, readBody } from '../protocol/read-body.js';
import type { ServiceState } from '../service-state.js';
import { isAdministrator, knownOf, personIn } from '../sign-in/authenticate.js';
import { EXTENSION_ROOT } from './extension-root.js';

/** What an owner, an administrator or a super user asks about one document. */
export function addDocumentRoutes(app: FastifyInstance, state: ServiceState): void {
  app.post(`${EXTENSION_ROOT}/${EXTENSION_PATHS.documentRecord}`, (request) => documentRecord(request, state));
  app.post(`${EXTENSION_ROOT}/${EXTENSION_PATHS.revoke}`, (request) => setRevoked(request, true, state));
  app.post(`${EXTENSION_ROOT}/${EXTENSION_PATHS.restore}`, (request) => setRevoked(request, false, state));
}

interface Asked {
  readonly license: Uint8Array;
  readonly address: string;
  readonly options: ClientOptions;
}

function askedIn(request: FastifyRequest, state: ServiceState): Asked {
  const person = personIn(request);
  const { SerializedPublishingLicense, SuperUser } = readBody(DOCUMENT_REQUEST, request.body);
  return {
    license: readBase64(SerializedPublishingLicense, 'SerializedPublishingLicense'),
    address: person.address,
    options: { ...knownOf(person), superUser: SuperUser ?? false, administrator: isAdministrator(person, state) },
  };
}

async function documentRecord(request: FastifyRequest, state: ServiceState): Promise<DocumentRecordAnswer> {
  const { license, address, options } = askedIn(request, state);
  const { contentId, owner, accesses } = await state.authority.documentRecord(license, address, options);
  const found: DocumentAccess[] = [];
  for await (const entry of accesses) found.push(documentAccess(entry));
  return {
    ContentId: bracedGuid(contentId),
    Owner: owner ?? null,
    Accesses: found,
    DamagedEntries: accesses.damagedLines,
  };
}

function documentAccess({ time, who, action, rights, reason, superUser }: RecordEntry): DocumentAccess {
  return {
    Time: time,
    Who: who,
    Action: action === 'grant' ? 'grant' : 'deny',
    ...(rights !== undefined && { Rights: rights }),
    ...(reason !== undefined && { Reason: reason }),
    ...(superUser !== undefined && { SuperUser: superUser }),
  };
}

async function setRevoked(request: FastifyRequest, revoked: boolean, state: ServiceState): Promise<RevocationAnswer> {
  const { license, address, options } = askedIn(request, state);
  const { contentId } = await state.authority.setRevoked(license, revoked, address, options);
  return { ContentId: bracedGuid(contentId), Revoked: revoked };
}
