/** Why a file is left alone, each with what it means; docs/reference/bulk.md lists them. */
export const SKIP_REASONS = {
  'already-protected': 'it is protected already',
  'not-protected': 'it is not protected',
  'rule-off': 'the configuration says Off for its extension',
  'system-file': 'it is of a kind that programs and systems need as it is',
  'temporary-file': 'it is the temporary or lock file of a program',
  excluded: 'it is excluded, or not among what is included',
  link: 'it is a symbolic link',
  'not-regular': 'it is neither a file nor a folder',
  'output-folder': 'it is the folder that the results go to',
  home: 'the authority keeps it, and could open nothing without it',
  journal: 'it is the journal of this run',
} as const;

/** Why a file is left alone. */
export type SkipReason = keyof typeof SKIP_REASONS;
