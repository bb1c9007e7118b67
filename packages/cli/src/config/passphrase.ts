/** The passphrase of the authority's key, from the environment only: other users of the computer can read command lines. */
export function environmentPassphrase(): string | undefined {
  const passphrase = process.env['RIGHTSMITH_PASSPHRASE'];
  return passphrase === '' ? undefined : passphrase;
}
