import { defaultFormatContext, type FormatHandler, type FormatInfo } from '@rightsmith/core';
import { contentMode } from './content.js';
import { detect } from './detect.js';
import { inspect } from './inspect.js';
import { openContent } from './open-content.js';
import { relicense } from './relicense.js';
import { unwrap } from './unwrap.js';
import { wrap, wrapStream } from './wrap.js';

/** Types whose protected files get the letter p in front of their extension; rms-client-features.md §17.4, pfile.md §8. */
const PREFIXED = 'txt xml jt jpg jpeg jpe jfif jif jfi png tif tiff bmp gif giff'.split(' ').map((name) => `.${name}`);

const INFO: FormatInfo = {
  id: 'pfile',
  apiVersion: 1,
  title: 'PFILE, the generic protected file',
  extensions: [],
  naming: { kind: 'suffix', suffix: '.pfile', prefixed: PREFIXED },
  relabels: true,
};

/**
 * The handler for PFILE, Microsoft's container for files of any kind. It reads versions 2.0, 2.1 and 3.x and writes 3.0.
 *
 * `unwrap` and `openContent` take the cipher as the licence names it, and know by themselves that a file of major version 2
 * means CBC4K by ECB. They throw NotProtected for what is no PFILE, UnsupportedFormat (`version`) and CorruptFile.
 * `children` are those of a plain ZIP archive: it has no handler of its own, for it is protected as any file is.
 */
export function pfile(): FormatHandler {
  return {
    info: INFO,
    detect: (source) => detect(source),
    inspect: (source, context) => inspect(source, defaultFormatContext(context)),
    wrap: (source, envelope, sink, context) => wrap(source, envelope, sink, defaultFormatContext(context)),
    wrapStream: (stream, envelope, sink, context) => wrapStream(stream, envelope, sink, defaultFormatContext(context)),
    unwrap: (source, cipher, sink, context) => unwrap(source, cipher, sink, defaultFormatContext(context)),
    openContent: (source, cipher, context) => openContent(source, cipher, defaultFormatContext(context)),
    contentMode: (source, cipher, context) => contentMode(source, cipher, defaultFormatContext(context)),
    relicense: (source, license, sink, context, labels) =>
      relicense(source, license, sink, defaultFormatContext(context), labels),
    async *children(source, context) {
      // The reader of archives is loaded only for who wants to look inside.
      const { children } = await import('./children.js');
      yield* children(source, defaultFormatContext(context));
    },
  };
}
