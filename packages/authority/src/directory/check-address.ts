import { UsageError, parseUser } from '@rightsmith/core';

/** @throws UsageError when the text is not the address of a person or group; `what` it should be: `The owner` */
export function checkAddress(text: string, what: string): void {
  if (parseUser(text)?.kind === 'address') return;
  throw new UsageError(`${what} ${JSON.stringify(text)} is not an address.`, { hint: 'Name it as name@example.com.' });
}
