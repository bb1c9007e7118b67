/**
 * What a person sees who opens a PFILE in a plain viewer; pfile.md §4. ASCII with CR LF. It begins with blank lines, so
 * that the magic and the binary numbers before it stand alone.
 */
export const REDIRECT_TEXT: string = [
  '',
  '',
  'This is a protected file.',
  '',
  'Its content is encrypted, and a licence inside the file says who may open it.',
  'To read it, use a program that supports files protected by rights management (RMS),',
  'or the command: rightsmith unprotect FILE',
  '',
  'Do not edit or save this file here: any change can make its content unreadable for ever.',
  '',
  '',
].join('\r\n');
