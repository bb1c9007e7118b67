import { defaultFormatContext, loadOnce, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { mayBeOffice } from './may-be-office.js';
import { OFFICE_EXTENSIONS } from './recognize/office-types.js';

const INFO: FormatInfo = {
  id: 'ooxml',
  apiVersion: 1,
  title: 'Office documents: OOXML, and Word, Excel and PowerPoint 97–2003',
  extensions: OFFICE_EXTENSIONS,
  naming: { kind: 'keep' },
};

/**
 * The handler for Office documents. It reads what Office, MIP SDK and RMS SDKs write, and writes what MIP SDK does.
 *
 * `unwrap` and `openContent` take the cipher as the licence names it and look whether the content begins like a document
 * under it; if not, they try the key in the other modes. Setting: `restoreLabel` (boolean) has `unwrap` put a label that only
 * the container has back into a package of up to 64 MiB.
 */
export function ooxml(): FormatHandler {
  // What only Office documents need is loaded when one is met: every file of any format comes through `detect`.
  const detection = loadOnce(() => import('./detect.js'));
  const inspection = loadOnce(() => import('./inspect.js'));
  const wrapping = loadOnce(() => import('./wrap.js'));
  const unwrapping = loadOnce(() => import('./unwrap.js'));
  const opening = loadOnce(() => import('./open-content.js'));
  const relicensing = loadOnce(() => import('./relicense.js'));
  const embedding = loadOnce(() => import('./children.js'));
  return {
    info: INFO,
    async detect(source, { name = '' }, context) {
      if (!(await mayBeOffice(source, name))) return undefined;
      const { detect } = await detection();
      return detect(source, name, defaultFormatContext(context));
    },
    async inspect(source, context) {
      const { inspect } = await inspection();
      return inspect(source, defaultFormatContext(context));
    },
    async wrap(source, envelope, sink, context) {
      const { wrap } = await wrapping();
      await wrap(source, envelope, sink, defaultFormatContext(context));
    },
    async unwrap(source, cipher, sink, context) {
      const { unwrap } = await unwrapping();
      await unwrap(source, cipher, sink, defaultFormatContext(context));
    },
    async openContent(source, cipher, context) {
      const { openContent } = await opening();
      return openContent(source, cipher, defaultFormatContext(context));
    },
    async contentMode(source, cipher, context) {
      const { contentMode } = await opening();
      return contentMode(source, cipher, defaultFormatContext(context));
    },
    async relicense(source, license, sink, context) {
      const { relicense } = await relicensing();
      await relicense(source, license, sink, defaultFormatContext(context));
    },
    async *children(source, context) {
      const { children } = await embedding();
      yield* children(source, defaultFormatContext(context));
    },
  };
}
