import { defaultFormatContext, loadOnce, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { mayBeOffice } from './may-be-office.js';
import { OFFICE_EXTENSIONS } from './recognize/office-types.js';

const INFO: FormatInfo = {
  id: 'ooxml',
  apiVersion: 1,
  title: 'Office documents: OOXML, and Word, Excel and PowerPoint 97–2003',
  extensions: OFFICE_EXTENSIONS,
  naming: { kind: 'keep' },
  relabels: true,
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
  const modules = ownModules();
  return {
    info: INFO,
    async detect(source, { name = '' }, context) {
      if (!(await mayBeOffice(source, name))) return undefined;
      const { detect } = await modules.detection();
      return detect(source, name, defaultFormatContext(context));
    },
    async inspect(source, context) {
      const { inspect } = await modules.inspection();
      return inspect(source, defaultFormatContext(context));
    },
    async wrap(source, envelope, sink, context) {
      const { wrap } = await modules.wrapping();
      await wrap(source, envelope, sink, defaultFormatContext(context));
    },
    async unwrap(source, cipher, sink, context) {
      const { unwrap } = await modules.unwrapping();
      await unwrap(source, cipher, sink, defaultFormatContext(context));
    },
    async openContent(source, cipher, context) {
      const { openContent } = await modules.opening();
      return openContent(source, cipher, defaultFormatContext(context));
    },
    async contentMode(source, cipher, context) {
      const { contentMode } = await modules.opening();
      return contentMode(source, cipher, defaultFormatContext(context));
    },
    async relicense(source, license, sink, context, labels) {
      const { relicense } = await modules.relicensing();
      await relicense(source, license, sink, defaultFormatContext(context), labels);
    },
    async *children(source, context) {
      const { children } = await modules.embedding();
      yield* children(source, defaultFormatContext(context));
    },
  };
}

function ownModules() {
  return {
    detection: loadOnce(() => import('./detect.js')),
    inspection: loadOnce(() => import('./inspect.js')),
    wrapping: loadOnce(() => import('./wrap.js')),
    unwrapping: loadOnce(() => import('./unwrap.js')),
    opening: loadOnce(() => import('./open-content.js')),
    relicensing: loadOnce(() => import('./relicense.js')),
    embedding: loadOnce(() => import('./children.js')),
  };
}
