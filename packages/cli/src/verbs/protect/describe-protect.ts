import type { PolicyOptions, ProtectJob } from '../../job/job.js';
import { MANY_FILES_OPTIONS, OUTPUT_OPTIONS, THREADS } from '../common-options.js';
import type { OptionDescription, OptionsFor, VerbFor } from '../verb.js';

/** Who may do what, for the verbs that publish. */
export const POLICY_OPTIONS: OptionsFor<PolicyOptions> = {
  template: { kind: 'text', value: 'T', help: 'protect with this template, by id or name' },
  to: { kind: 'list', value: 'WHO:RIGHT[,RIGHT...]', help: 'give rights; may be repeated' },
  role: {
    kind: 'list',
    value: 'WHO:ROLE',
    help: 'give the rights of a role (viewer, reviewer, author, co-owner); may be repeated',
  },
  doNotForward: { kind: 'flag', help: 'let the people of --to read and reply, not forward, print or copy' },
  encryptOnly: { kind: 'flag', help: 'let the people of --to do everything but remove the protection for others' },
  expires: {
    kind: 'text',
    value: 'WHEN',
    help: 'end of access for all but the owner: an ISO 8601 time or date, or days from now (30d)',
  },
  offline: { kind: 'number', value: 'DAYS', help: 'days it may be opened without asking again; 0: never' },
  referral: { kind: 'text', value: 'URL', help: 'whom to ask for access: a URL or mailto: address' },
  name: { kind: 'text', value: 'TEXT', help: 'name of the policy' },
  description: { kind: 'text', value: 'TEXT', help: 'description of the policy' },
};

/** For the verbs that write licences. */
export const LABEL: OptionDescription & { readonly kind: 'list' } = {
  kind: 'list',
  value: 'ID[:TENANT]',
  help: 'sensitivity label, by its GUID and that of its tenant; may be repeated; none: no label (else: those the file has)',
};

/** What is worth knowing about these options. */
export const WHO_NOTE =
  'WHO is an address (of a person or a group), a domain (@example.com), anyone (every authenticated user) or owner.';

/** `rightsmith protect` as data. */
export const PROTECT: VerbFor<ProtectJob> = {
  name: 'protect',
  files: 'any',
  summary: 'protect files',
  notes: [
    'Say for whom by --template, --to or --role; without any of them only the owner can open the result.',
    WHO_NOTE,
    'With --do-not-forward or --encrypt-only the people are named by --to WHO, without rights.',
  ],
  options: {
    ...POLICY_OPTIONS,
    owner: { kind: 'text', value: 'WHO', help: 'owner of the protected file (else the identity)' },
    label: LABEL,
    onBehalfOf: {
      kind: 'text',
      value: 'WHO',
      help: 'protect for this person, as a service does: the owner unless --owner names another, and whose templates count',
    },
    deprecatedAlgorithms: { kind: 'flag', help: 'AES-128 in ECB mode, for readers from before 2015' },
    pfile: { kind: 'flag', help: 'force the generic wrapper' },
    native: { kind: 'flag', help: 'force the p-extension (a.vsd becomes a.pvsd)' },
    allowSigned: { kind: 'flag', help: 'protect signed PDF files too, though their signatures will no longer hold' },
    helpUrl: {
      kind: 'text',
      value: 'URL',
      help: 'where a protected PDF sends readers who cannot open it (else a page of Microsoft’s)',
    },
    threads: THREADS,
    ...OUTPUT_OPTIONS,
    ...MANY_FILES_OPTIONS,
  },
};
