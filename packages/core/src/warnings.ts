import type { Where } from './errors.js';

/** Every warning code. `docs/reference/errors.md` explains each. */
export type WarningCode = keyof typeof WARNINGS;

/** A fact the caller should know about, though the operation went on. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly where?: Where;
}

/** The text a person sees for each warning code. */
export const WARNINGS = {
  'chain-broken': 'A certificate in the licence chain is missing, badly signed or issued outside its issuer’s period.',
  'cipher-overridden': 'A PFILE of major version 2 is read as CBC4K although its licence names ECB.',
  'extension-ignored': 'The stored file name extension is not safe to use and was ignored.',
  'license-unreadable': 'The licence inside the file cannot be read.',
  'regions-overlap': 'Regions of the container overlap; no known program writes such a file.',
  'right-unknown': 'The policy names a right that is not one of the known ones.',
  'signature-invalid': 'The licence’s signature does not hold: its text was changed or never was genuine.',
  'size-mismatch': 'The header records a smaller size than the content has; it was ignored.',
} as const;
