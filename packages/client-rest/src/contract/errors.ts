import { z } from 'zod';

/** What all codes of the service begin with; rest.md §7. */
export const ERROR_CODE_PREFIX = 'Microsoft.RightsManagement.Exceptions.';

/** The codes of the service without their prefix, with the HTTP status they come with; rest.md §7. The last four are ours. */
export const SERVICE_ERRORS = {
  /** The licence or the request is not as it should be. */
  BadInputException: { status: 400 },
  TemplateNotFoundException: { status: 400 },
  /** The licence is of another service. */
  UnrecognizedUrlException: { status: 400 },
  UnknownTenantException: { status: 400 },
  ServiceDisabledException: { status: 400 },
  ServiceDisabledForApplicationException: { status: 400 },
  NotSignedUpException: { status: 400 },
  DevicePlatformNotRecognizedException: { status: 400 },
  DevicePlatformDisabledException: { status: 400 },
  TemplateArchivedException: { status: 400 },
  /** Not for end-user licences, whose denials come with HTTP 200. */
  AccessDeniedException: { status: 403 },
  TooManyRequestsException: { status: 429 },
  InternalErrorException: { status: 500 },
} as const;

/** A code of the service without its prefix. */
export type ServiceErrorCode = keyof typeof SERVICE_ERRORS;

/** The body of an answer that is an error. */
export interface ErrorAnswer {
  /** With {@link ERROR_CODE_PREFIX}; compared without case. */
  readonly Code: string;
  /** English, for logs. */
  readonly Message?: string | null | undefined;
}

export const ERROR_ANSWER: z.ZodType<ErrorAnswer> = z.object({ Code: z.string(), Message: z.string().nullish() });

/** The code of an error answer without its prefix, whatever came before it; undefined for an unknown one. */
export function serviceErrorCode(code: string): ServiceErrorCode | undefined {
  const name = code.slice(code.lastIndexOf('.') + 1).toLowerCase();
  const known = Object.keys(SERVICE_ERRORS) as ServiceErrorCode[];
  return known.find((one) => one.toLowerCase() === name);
}
