/** Which of two authorities: the one a run is about, or the one that files are moved from. */
export type Side = 'main' | 'from';

/** The passphrase of the authority's key, from the environment only: other users of the computer can read command lines. */
export function environmentPassphrase(side: Side = 'main'): string | undefined {
  const names = side === 'from' ? ['RIGHTSMITH_FROM_PASSPHRASE', 'RIGHTSMITH_PASSPHRASE'] : ['RIGHTSMITH_PASSPHRASE'];
  return names.map((name) => process.env[name] ?? '').find((passphrase) => passphrase !== '');
}
