import { UsageError } from '@rightsmith/core';

const LICENSING_PATH = '/_wmcs/licensing';

/**
 * The licensing URL that an administrator means: `https://rms.example.com`, or the whole with `/_wmcs/licensing`.
 *
 * @throws UsageError for what cannot be one
 */
export function licensingUrlFrom(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) throw noLicensingUrl(text);
  const isWhole = url.pathname.endsWith(LICENSING_PATH);
  const hasMore = url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '';
  if (hasMore || !(isWhole || url.pathname === '/')) throw noLicensingUrl(text);
  return isWhole ? url.href : `${url.origin}${LICENSING_PATH}`;
}

function noLicensingUrl(text: string): UsageError {
  return new UsageError(`${JSON.stringify(text)} cannot be the URL of the authority.`, {
    hint: `Give it as https://rms.example.com, or whole as https://rms.example.com${LICENSING_PATH}.`,
  });
}
