import { RightsmithError, type ErrorCode } from '@rightsmith/core';
import {
  ERROR_CODE_PREFIX,
  SERVICE_ERRORS,
  type ErrorAnswer,
  type ServiceErrorCode,
} from '@rightsmith/client-rest/contract';
import type { FastifyError } from 'fastify';

/** An error as the protocol tells it. */
export interface ErrorReply {
  readonly status: number;
  readonly body: ErrorAnswer;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

/** Seconds after which a server that lacks its store or its issuer may have it again. */
const RETRY_AFTER = 5;

/** Codes of the protocol for what a caller has done wrong; rest.md §7. Everything else is the server's own fault. */
const CODES: Partial<Readonly<Record<ErrorCode, ServiceErrorCode>>> = {
  UsageError: 'BadInputException',
  CorruptFile: 'BadInputException',
  Tampered: 'BadInputException',
  LimitReached: 'BadInputException',
  NotSupportedByClient: 'UnrecognizedUrlException',
  TemplateNotFound: 'TemplateNotFoundException',
  TemplateArchived: 'TemplateArchivedException',
  AccessDenied: 'AccessDeniedException',
};

/** Failures that pass by themselves: of the store, or of the token issuer. */
const PASSING: readonly ErrorCode[] = ['CannotRead', 'CannotWrite', 'ServiceError', 'NetworkError', 'Aborted'];

/** What to answer to a request that failed. What is not a caller's business is not in it. */
export function errorReply(error: unknown): ErrorReply {
  if (RightsmithError.is(error)) return ourError(error);
  const { statusCode = 500, message } = error as Partial<FastifyError>;
  if (statusCode === 429) return { ...reply('TooManyRequestsException', message), retryAfter: 60 };
  // Of fastify: a body that is no JSON, too long, or of another kind.
  if (statusCode >= 400 && statusCode < 500) return { ...reply('BadInputException', message), status: statusCode };
  return reply('InternalErrorException', 'The service failed.');
}

function ourError(error: RightsmithError): ErrorReply {
  const { code, message } = error;
  if (code === 'SignInNeeded') return { ...reply('AccessDeniedException', message), status: 401 };
  const answer = CODES[code];
  if (answer !== undefined) return reply(answer, message);
  if (PASSING.includes(code)) {
    return {
      ...reply('InternalErrorException', 'The service is not available now.'),
      status: 503,
      retryAfter: RETRY_AFTER,
    };
  }
  return reply('InternalErrorException', 'The service failed.');
}

function reply(code: ServiceErrorCode, message = ''): ErrorReply {
  return { status: SERVICE_ERRORS[code].status, body: { Code: `${ERROR_CODE_PREFIX}${code}`, Message: message } };
}
