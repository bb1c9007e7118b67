import {
  Aborted,
  bracedGuid,
  throwIfAborted,
  type DocumentAccess,
  type DocumentOptions,
  type RmsAdministration,
} from '@rightsmith/core';
import {
  ACCESSES_PER_ANSWER,
  DOCUMENT_REQUEST,
  EXTENSION_PATHS,
  type DocumentAccessEntry,
  type DocumentRecordAnswer,
  type RevocationAnswer,
} from '@rightsmith/client-rest/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callContext } from '../protocol/call-context.js';
import { readBase64, readBody } from '../protocol/read-body.js';
import type { ServiceState } from '../service-state.js';
import { isAdministrator, knownOf, personIn } from '../sign-in/authenticate.js';
import { atMost } from './at-most.js';
import { EXTENSION_ROOT } from './extension-root.js';

/** Records that are read at the same time: in a home each reading goes through the whole file. */
const READINGS = 2;

/** What an owner, an administrator or a super user asks about one document. */
export function addDocumentRoutes(app: FastifyInstance, state: ServiceState): void {
  const route = (path: string, handle: (request: FastifyRequest, reply: FastifyReply) => Promise<object>): void => {
    app.post(`${EXTENSION_ROOT}/${path}`, handle);
  };
  const reading = atMost(READINGS);
  route(EXTENSION_PATHS.documentRecord, (request, reply) => reading(() => documentRecord(request, reply, state)));
  route(EXTENSION_PATHS.revoke, (request, reply) => setRevoked(request, reply, true, state));
  route(EXTENSION_PATHS.restore, (request, reply) => setRevoked(request, reply, false, state));
}

interface Asked {
  readonly license: Uint8Array;
  readonly skip: number;
  readonly options: DocumentOptions;
  readonly administration: RmsAdministration;
}

function askedIn(request: FastifyRequest, state: ServiceState): Asked {
  const person = personIn(request);
  const { SerializedPublishingLicense, SuperUser, Skip } = readBody(DOCUMENT_REQUEST, request.body);
  const known = { ...knownOf(person), administrator: isAdministrator(person, state) };
  return {
    license: readBase64(SerializedPublishingLicense, 'SerializedPublishingLicense'),
    skip: Skip ?? 0,
    options: { superUser: SuperUser ?? false },
    administration: state.authority.administrationFor(person.address, known),
  };
}

async function documentRecord(
  request: FastifyRequest,
  reply: FastifyReply,
  state: ServiceState,
): Promise<DocumentRecordAnswer> {
  const { license, skip, options, administration } = askedIn(request, state);
  const context = callContext(request, reply);
  // It may have waited, and its caller may have gone.
  if (request.raw.destroyed || reply.raw.destroyed) throw new Aborted();
  const { contentId, owner, accesses } = await administration.documentAccesses(license, options, context);
  const told: DocumentAccessEntry[] = [];
  let number = 0;
  for await (const access of accesses) {
    throwIfAborted(context.signal);
    // One beyond what is told shows that there are more.
    if (told.length > ACCESSES_PER_ANSWER) break;
    if (number >= skip) told.push(accessEntry(access));
    number += 1;
  }
  return {
    ContentId: bracedGuid(contentId),
    Owner: owner ?? null,
    Accesses: told.slice(0, ACCESSES_PER_ANSWER),
    More: told.length > ACCESSES_PER_ANSWER,
    DamagedEntries: accesses.damaged,
  };
}

function accessEntry({ time, who, action, rights, reason, superUser }: DocumentAccess): DocumentAccessEntry {
  return {
    Time: time,
    Who: who,
    Action: action,
    ...(rights !== undefined && { Rights: rights }),
    ...(reason !== undefined && { Reason: reason }),
    ...(superUser !== undefined && { SuperUser: superUser }),
  };
}

async function setRevoked(
  request: FastifyRequest,
  reply: FastifyReply,
  revoked: boolean,
  state: ServiceState,
): Promise<RevocationAnswer> {
  const { license, options, administration } = askedIn(request, state);
  const context = callContext(request, reply);
  const { contentId, changed } = await administration.setRevoked(license, revoked, options, context);
  return { ContentId: bracedGuid(contentId), Revoked: revoked, Changed: changed };
}
