/** A block of text on the page, by the name of its structure element. */
export interface NoticeBlock {
  readonly tag: 'H1' | 'H2' | 'P' | 'LI' | 'Link';
  /** ASCII: the fonts of the page show little else alike everywhere. */
  readonly text: string;
}

/** The language of {@link NOTICE}. */
export const NOTICE_LANGUAGE = 'en-US';

/** The title of the document around the protected one. */
export const NOTICE_TITLE = 'Protected document';

/** What a reader without rights management shows: what this is, and how to open it. Our own words; pdf-irm.md §2.4. */
export const NOTICE: readonly NoticeBlock[] = [
  { tag: 'H1', text: 'This document is protected' },
  {
    tag: 'P',
    text: 'Somebody chose who may read it. It is encrypted, and the program you are using cannot open it, so it shows this page instead.',
  },
  { tag: 'H2', text: 'How to open it' },
  { tag: 'LI', text: 'Use a PDF reader that supports Microsoft rights management.' },
  { tag: 'LI', text: 'Sign in with the account that was given access.' },
  { tag: 'LI', text: 'If it still does not open, ask the sender for access.' },
  { tag: 'Link', text: 'Which readers can open protected documents?' },
  {
    tag: 'P',
    text: 'The document is inside this file, encrypted. Printing or saving this page keeps only this notice.',
  },
];
