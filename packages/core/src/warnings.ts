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
  'checksum-mismatch': 'The container records another size or checksum for its content than the content has.',
  'cipher-overridden': 'The content is read in another cipher mode than its licence names: its container shows which.',
  'clear-text-outside': 'Parts of the document lie outside of the encryption, where anybody can read them.',
  'content-slack': 'More encrypted bytes follow the recorded end of the content than known programs leave there.',
  'cross-reference-rebuilt':
    'The cross-reference of the PDF was damaged; its objects were found by searching the file.',
  'data-dropped':
    'The encrypted application data of the file cannot be kept: a licence made from a template carries only the template’s.',
  'extension-ignored': 'The stored file name extension is not safe to use and was ignored.',
  'label-outside':
    'The container has a sensitivity label that the document in it lacks; the document was left as it is.',
  'label-unreadable': 'A sensitivity label is stored in a form that cannot be read, and was passed over.',
  'license-unreadable': 'The licence inside the file cannot be read.',
  'linearization-lost': 'The PDF was arranged for fast web view; the result holds the same, but is not arranged so.',
  'not-encrypted':
    'Strings or streams of the PDF were not encrypted, though they should have been; they were taken as they are.',
  'object-dropped': 'A broken object of the PDF, to which nothing refers, was left out.',
  'objects-missing':
    'The PDF refers to objects that are not in the file: it is damaged, and what they held is lost in the result too.',
  'policy-unseen':
    'You may change the policy but not see it: of what it said besides grants, only the end and whom to ask were kept.',
  'properties-changed': 'The clear-text properties do not match their checksum: they were changed from outside.',
  'regions-overlap': 'Regions of the container overlap; no known program writes such a file.',
  'right-unknown': 'The policy names a right that is not one of the known ones.',
  'service-account-owner':
    'A service account becomes the owner of this content for good: it alone keeps every right, and can revoke.',
  'signature-inside':
    'The document is digitally signed; the signature is protected with it and shows again when it is opened.',
  'signature-invalid': 'The licence’s signature does not hold: its text was changed or never was genuine.',
  'signature-lost': 'The digital signatures in the PDF no longer hold, because protecting rewrites the file.',
  'size-mismatch': 'The header records a smaller size than the content has; it was ignored.',
  'stream-length-overridden': 'A stream of more than 64 MiB records a smaller size than it has; all of it was taken.',
} as const;
