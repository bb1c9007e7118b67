import type { Inspection } from '@rightsmith/core';

/** The status of a file for a person. */
export const STATUS_TEXTS: Readonly<Record<Inspection['status'], string>> = {
  plain: 'not protected',
  protected: 'protected',
  'other-protection': 'protected in another way',
};
