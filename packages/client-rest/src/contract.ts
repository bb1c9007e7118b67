// what stands where
export {
  DISCOVERY_PATH,
  EXTENSION_NAME,
  EXTENSION_PATHS,
  ROOT_PATHS,
  SERVICE_LOCATIONS,
  SERVICE_PATHS,
} from './contract/discovery.js';
export type { ServiceLocation, ServiceName } from './contract/discovery.js';

// who asks
export { formatChallenge, parseChallenge } from './contract/challenge.js';
export type { Challenge } from './contract/challenge.js';
export {
  HEADERS,
  MAXIMUM_LICENSE_BYTES,
  MAXIMUM_REQUEST_BYTES,
  formatPlatformId,
  formatRequestId,
  parsePlatformId,
  parseRequestId,
} from './contract/headers.js';

// what is asked and answered
export { TEMPLATE_ENTRIES } from './contract/templates.js';
export type { TemplateEntry } from './contract/templates.js';
export {
  CUSTOM_PUBLISHING_REQUEST,
  PUBLISHING_REQUEST,
  TEMPLATE_PUBLISHING_REQUEST,
} from './contract/publishing-request.js';
export type {
  CustomPublishingRequest,
  DescriptorEntry,
  LabelEntry,
  PolicyEntry,
  PublishingRequest,
  PublishingRequestBase,
  TemplatePublishingRequest,
} from './contract/publishing-request.js';
export { PUBLISHING_ANSWER } from './contract/publishing-answer.js';
export type { PublishingAnswer } from './contract/publishing-answer.js';
export { ACCESS_STATUSES, END_USER_LICENSE_ANSWER, END_USER_LICENSE_REQUEST } from './contract/end-user-license.js';
export type { EndUserLicenseAnswer, EndUserLicenseRequest, EndUserPolicy } from './contract/end-user-license.js';
export {
  ACCESSES_PER_ANSWER,
  DOCUMENT_RECORD_ANSWER,
  DOCUMENT_REQUEST,
  REVOCATION_ANSWER,
} from './contract/documents.js';
export type {
  DocumentAccessEntry,
  DocumentRecordAnswer,
  DocumentRequest,
  RevocationAnswer,
} from './contract/documents.js';
export { STORED_TEMPLATE_ENTRIES, STORED_TEMPLATE_ENTRY, SUPER_USER_ENTRIES } from './contract/administration.js';
export type { GrantEntry, NewTemplateEntry, StoredTemplateEntry } from './contract/administration.js';
export { ERROR_ANSWER, ERROR_CODE_PREFIX, SERVICE_ERRORS, serviceErrorCode } from './contract/errors.js';
export type { ErrorAnswer, ServiceErrorCode } from './contract/errors.js';
export { requestTime, timeText } from './contract/shapes.js';
export type { ContentKey, Texts, UserRights, UserRoles } from './contract/shapes.js';
export { contractJsonSchema } from './contract/json-schema.js';
