import { UsageError, type JsonObject } from '@rightsmith/core';

/** How protected files are made. */
export interface PdfOptions {
  /** Where the link on the page leads that readers without rights management show; `http` or `https`. */
  readonly helpUrl?: string;
}

/** Microsoft's page on readers for protected documents, to which its own wrappers link; pdf-irm.md §2.3. */
const DEFAULT_HELP_URL = 'https://go.microsoft.com/fwlink/?LinkID=231373';

/** The help URL as a URI action holds it: ASCII. @throws UsageError for one that is none */
export function checkedHelpUrl({ helpUrl = DEFAULT_HELP_URL }: PdfOptions): string {
  const url = URL.canParse(helpUrl) ? new URL(helpUrl) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url.href;
  throw new UsageError('The help URL must be a whole URL of http or https.', {
    hint: 'For example: https://example.com/protected-documents.',
  });
}

/** A setting of one run that is on or off. @throws UsageError */
export function flagOf(settings: JsonObject, name: 'allowSigned' | 'lenient'): boolean {
  const value = settings[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw new UsageError(`The setting ${name} is true or false.`);
}

/** The help URL of one run: its setting `helpUrl`, else `otherwise`. @throws UsageError */
export function helpUrlOf({ helpUrl }: JsonObject, otherwise: string): string {
  if (helpUrl === undefined) return otherwise;
  if (typeof helpUrl === 'string') return checkedHelpUrl({ helpUrl });
  throw new UsageError('The setting helpUrl must be a text.');
}
