import { defaultFormatContext, loadOnce, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { detect } from './detect.js';
import { checkedHelpUrl, helpUrlOf, type PdfOptions } from './options.js';

const INFO: FormatInfo = {
  id: 'pdf',
  apiVersion: 1,
  title: 'PDF, protected as Microsoft IRM v2',
  extensions: ['.pdf'],
  naming: { kind: 'keep' },
  rewrites: true,
  relabels: true,
};

/**
 * The handler for PDF. It writes version 2 of Microsoft's protection, an unencrypted wrapper document around the encrypted one,
 * and reads versions 1 and 2 and the encrypted document alone. `unwrap` gives back every object, string and stream; the file
 * around them is made new.
 *
 * Settings: `allowSigned` (boolean) protects signed documents, whose signatures then no longer hold; `helpUrl` overrules the
 * option of this name; `lenient` (boolean) unprotects a document in which strings or streams were never encrypted, and keeps
 * those as they are.
 *
 * @throws UsageError for a help URL that is none
 */
export function pdf(options: PdfOptions = {}): FormatHandler {
  const usualUrl = checkedHelpUrl(options);
  // What only PDF files need is loaded when one is met: every file of any format comes through `detect`.
  const detection = loadOnce(() => import('./detect-protection.js'));
  const inspection = loadOnce(() => import('./inspect.js'));
  const wrapping = loadOnce(() => import('./wrap.js'));
  const unwrapping = loadOnce(() => import('./unwrap.js'));
  const relicensing = loadOnce(() => import('./relicense.js'));
  const attachments = loadOnce(() => import('./attachments/children.js'));
  return {
    info: INFO,
    detect: (source, { name = '' }, context) => detect(source, name, defaultFormatContext(context), detection),
    async inspect(source, context) {
      const { inspect } = await inspection();
      const whole = defaultFormatContext(context);
      helpUrlOf(whole.settings, usualUrl);
      return inspect(source, whole);
    },
    async wrap(source, envelope, sink, context) {
      const { wrap } = await wrapping();
      const whole = defaultFormatContext(context);
      await wrap(source, envelope, sink, helpUrlOf(whole.settings, usualUrl), whole);
    },
    async unwrap(source, cipher, sink, context) {
      const { unwrap } = await unwrapping();
      await unwrap(source, cipher, sink, defaultFormatContext(context));
    },
    async relicense(source, license, sink, context, labels) {
      const { relicense } = await relicensing();
      const whole = defaultFormatContext(context);
      await relicense(source, license, sink, { helpUrl: helpUrlOf(whole.settings, usualUrl), labels }, whole);
    },
    async *children(source, context) {
      const { children } = await attachments();
      yield* children(source, defaultFormatContext(context));
    },
  };
}
