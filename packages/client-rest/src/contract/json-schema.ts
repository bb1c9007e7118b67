import { z } from 'zod';
import {
  NEW_TEMPLATE_ENTRY,
  STORED_TEMPLATE_ENTRIES,
  STORED_TEMPLATE_ENTRY,
  SUPER_USER_ENTRIES,
} from './administration.js';
import { SERVICE_LOCATIONS } from './discovery.js';
import { DOCUMENT_RECORD_ANSWER, DOCUMENT_REQUEST, REVOCATION_ANSWER } from './documents.js';
import { END_USER_LICENSE_ANSWER, END_USER_LICENSE_REQUEST } from './end-user-license.js';
import { ERROR_ANSWER } from './errors.js';
import { PUBLISHING_ANSWER } from './publishing-answer.js';
import { PUBLISHING_REQUEST } from './publishing-request.js';
import { TEMPLATE_ENTRIES } from './templates.js';

/** Every JSON body of the protocol by its name. */
const SHAPES: Readonly<Record<string, z.ZodType>> = {
  ServiceLocations: SERVICE_LOCATIONS,
  TemplateEntries: TEMPLATE_ENTRIES,
  PublishingRequest: PUBLISHING_REQUEST,
  PublishingAnswer: PUBLISHING_ANSWER,
  EndUserLicenseRequest: END_USER_LICENSE_REQUEST,
  EndUserLicenseAnswer: END_USER_LICENSE_ANSWER,
  ErrorAnswer: ERROR_ANSWER,
  DocumentRequest: DOCUMENT_REQUEST,
  DocumentRecordAnswer: DOCUMENT_RECORD_ANSWER,
  RevocationAnswer: REVOCATION_ANSWER,
  NewTemplateEntry: NEW_TEMPLATE_ENTRY,
  StoredTemplateEntry: STORED_TEMPLATE_ENTRY,
  StoredTemplateEntries: STORED_TEMPLATE_ENTRIES,
  SuperUserEntries: SUPER_USER_ENTRIES,
};

/** Every JSON body of the protocol as JSON Schema (2020-12), under `$defs`. Unknown members are allowed everywhere. */
export function contractJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The RMS REST protocol',
    $defs: Object.fromEntries(
      Object.entries(SHAPES).map(([name, shape]) => [
        name,
        { ...z.toJSONSchema(shape, { io: 'input' }), $schema: undefined },
      ]),
    ),
  };
}
