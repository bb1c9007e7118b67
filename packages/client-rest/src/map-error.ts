import {
  AccessDenied,
  CorruptFile,
  LimitReached,
  NotSupportedByClient,
  ServiceError,
  SignInNeeded,
  TemplateArchived,
  TemplateNotFound,
  Throttled,
  UsageError,
  type RightsmithError,
} from '@rightsmith/core';
import { ERROR_ANSWER, serviceErrorCode, type ServiceErrorCode } from './contract/errors.js';
import { MAXIMUM_REQUEST_BYTES } from './contract/headers.js';
import type { HttpAnswer } from './http/transport.js';

/** What was asked: the same code means different things. */
export type Asked = 'publish' | 'acquire' | 'administer' | 'other';

const MAXIMUM_MESSAGE = 300;

type MakeError = (said: string, asked: Asked) => RightsmithError;

const disabled: MakeError = (said) =>
  new ServiceError(`The service is not enabled for this organisation or application.${said}`, {
    hint: 'Ask the administrator of the service.',
  });
const platformRefused: MakeError = (said) =>
  new ServiceError(`The service refuses this kind of device.${said}`, {
    hint: 'Announce a platform that the service accepts (option "platform").',
  });
const otherService: MakeError = (said) =>
  new NotSupportedByClient(`The service does not know who issued this licence.${said}`, {
    hint: 'The file was protected with another service: use a profile for that one.',
  });
const internal: MakeError = (said) => new ServiceError(`The service failed.${said}`);

/** Error answers by their code; rest.md §7. */
const BY_CODE: Readonly<Record<ServiceErrorCode, MakeError>> = {
  BadInputException: (said, asked) => {
    const place = { where: { structure: 'publishing licence' } };
    if (asked === 'acquire') return new CorruptFile(`The service does not take the licence.${said}`, place);
    if (asked === 'publish') return new UsageError(`The service does not take this policy.${said}`);
    if (asked === 'administer') return new UsageError(`The service does not take this.${said}`);
    return new ServiceError(`The service did not understand the request.${said}`);
  },
  TemplateNotFoundException: (said) => new TemplateNotFound(`The service has no such template.${said}`),
  TemplateArchivedException: (said) => new TemplateArchived(`The template is archived.${said}`),
  UnrecognizedUrlException: otherService,
  UnknownTenantException: otherService,
  ServiceDisabledException: disabled,
  ServiceDisabledForApplicationException: disabled,
  NotSignedUpException: disabled,
  DevicePlatformNotRecognizedException: platformRefused,
  DevicePlatformDisabledException: platformRefused,
  AccessDeniedException: (said) => new AccessDenied(`The service does not allow this.${said}`),
  TooManyRequestsException: (said) => new Throttled(`The service has too much to do.${said}`),
  InternalErrorException: internal,
};

/** The error that an answer other than 200 stands for. */
export function answerError(answer: HttpAnswer, url: string, asked: Asked = 'other'): RightsmithError {
  const { status } = answer;
  const { host } = new URL(url);
  if (status === 401) return new SignInNeeded(`The service at ${host} did not accept the token.`);
  if (status === 413) {
    return new LimitReached('The request is larger than the service takes.', {
      limit: 'requestBytes',
      maximum: MAXIMUM_REQUEST_BYTES,
    });
  }
  const { code, said } = readError(answer.text);
  if (code !== undefined) return BY_CODE[code](said, asked);
  if (status === 403) return new AccessDenied(`The service at ${host} does not allow this.${said}`);
  if ([404, 502, 503, 504].includes(status)) {
    return new ServiceError(`The service at ${host} is not available (HTTP ${status}).`, {
      hint: 'Check the address of the service, or try again later.',
    });
  }
  return new ServiceError(`The service at ${host} answered with HTTP ${status}.${said}`);
}

/** What an error answer says; the text is the service's, cut and without control characters. */
function readError(text: string): { readonly code?: ServiceErrorCode; readonly said: string } {
  const answer = ERROR_ANSWER.safeParse(parsed(text));
  if (!answer.success) return { said: '' };
  const code = serviceErrorCode(answer.data.Code);
  const message = (answer.data.Message ?? '').replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  const said = message === '' ? '' : ` It says: ${message.slice(0, MAXIMUM_MESSAGE)}`;
  return { said, ...(code !== undefined && { code }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
