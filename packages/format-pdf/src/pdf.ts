import { defaultFormatContext, UsageError, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { detect } from './detect.js';
import { inspect } from './inspect.js';
import { relicense } from './relicense.js';
import { unwrap } from './unwrap.js';
import { wrap } from './wrap.js';

/** How protected files are made. */
export interface PdfOptions {
  /** Where the link on the page leads that readers without rights management show; `http` or `https`. */
  readonly helpUrl?: string;
}

/** Microsoft's page on readers for protected documents, to which its own wrappers link; pdf-irm.md §2.3. */
const DEFAULT_HELP_URL = 'https://go.microsoft.com/fwlink/?LinkID=231373';

const INFO: FormatInfo = {
  id: 'pdf',
  apiVersion: 1,
  title: 'PDF, protected as Microsoft IRM v2',
  extensions: ['.pdf'],
  naming: { kind: 'keep' },
};

/**
 * The handler for PDF. It writes version 2 of Microsoft's protection, an unencrypted wrapper document around the encrypted one,
 * and reads versions 1 and 2 and the encrypted document alone. `unwrap` gives back every object, string and stream; the file
 * around them is made new.
 *
 * The setting `allowSigned: true` protects signed documents, whose signatures then no longer hold.
 *
 * @throws UsageError for a help URL that is none
 */
export function pdf({ helpUrl = DEFAULT_HELP_URL }: PdfOptions = {}): FormatHandler {
  const url = checkedUrl(helpUrl);
  return {
    info: INFO,
    detect: (source, _hint, context) => detect(source, defaultFormatContext(context)),
    inspect: (source, context) => inspect(source, defaultFormatContext(context)),
    wrap: (source, envelope, sink, context) => wrap(source, envelope, sink, url, defaultFormatContext(context)),
    unwrap: (source, cipher, sink, context) => unwrap(source, cipher, sink, defaultFormatContext(context)),
    relicense: (source, license, sink, context) => relicense(source, license, sink, url, defaultFormatContext(context)),
  };
}

/** As a URI action holds it: ASCII. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url.href;
  throw new UsageError('The help URL must be a whole URL of http or https.');
}
