import { defaultFormatContext, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { detect } from './detect.js';
import { inspect } from './inspect.js';
import { contentMode, openContent } from './open-content.js';
import { OFFICE_EXTENSIONS } from './recognize/office-types.js';
import { relicense } from './relicense.js';
import { unwrap } from './unwrap.js';
import { wrap } from './wrap.js';

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
  return {
    info: INFO,
    detect: (source, { name = '' }, context) => detect(source, name, defaultFormatContext(context)),
    inspect: (source, context) => inspect(source, defaultFormatContext(context)),
    wrap: (source, envelope, sink, context) => wrap(source, envelope, sink, defaultFormatContext(context)),
    unwrap: (source, cipher, sink, context) => unwrap(source, cipher, sink, defaultFormatContext(context)),
    openContent: (source, cipher, context) => openContent(source, cipher, defaultFormatContext(context)),
    contentMode: (source, cipher, context) => contentMode(source, cipher, defaultFormatContext(context)),
    relicense: (source, license, sink, context) => relicense(source, license, sink, defaultFormatContext(context)),
  };
}
