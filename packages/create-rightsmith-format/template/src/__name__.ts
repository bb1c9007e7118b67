import {
  decryptContent,
  decryptedSource,
  defaultFormatContext,
  encryptContent,
  sourceStream,
  throwIfAborted,
  UnsupportedFormat,
  type FormatHandler,
} from '@rightsmith/core';
import { beginsWith, PLAIN_MAGIC, PROTECTED_MAGIC, readProtected, writeStart } from './layout.js';

/** The format. Rightsmith calls this once; the object keeps nothing between calls, which may run at the same time. */
export function __FACTORY__(): FormatHandler {
  return {
    info: {
      id: '__name__',
      apiVersion: 1,
      title: '__Name__ files',
      extensions: ['__EXTENSION__'],
      naming: { kind: 'keep' },
    },

    // Is this file mine? By its first bytes: names lie.
    detect: async (source) => {
      if (await beginsWith(source, PROTECTED_MAGIC)) {
        return { status: 'protected', certainty: 'certain', reason: 'protected __Name__ file' };
      }
      if (await beginsWith(source, PLAIN_MAGIC)) {
        return { status: 'plain', certainty: 'certain', reason: '__Name__ file' };
      }
      return undefined;
    },

    // What can be known without a key? Above all the licence, as it is stored.
    inspect: async (source) => {
      const facts = { labels: [], obstacles: [], encryptedFacts: [], container: {} };
      if (!(await beginsWith(source, PROTECTED_MAGIC))) return { ...facts, status: 'plain' };
      const { license, plainLength } = await readProtected(source);
      return { ...facts, status: 'protected', license, contentLength: plainLength };
    },

    // Plain in, protected out. Refuse before the first byte is written.
    wrap: async (source, { license, cipher }, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      if (!(await beginsWith(source, PLAIN_MAGIC))) throw new UnsupportedFormat('This is no __Name__ file.');
      if (cipher.mode === 'CBC512') throw new UnsupportedFormat('CBC512 is not supported.');
      throwIfAborted(signal);
      await writeStart(sink, license, source.size);
      await encryptContent(source, cipher, sink, { fill: true, signal, progress });
    },

    // Protected in, plain out.
    unwrap: async (source, cipher, sink, context) => {
      const { signal, progress } = defaultFormatContext(context);
      const { content, plainLength } = await readProtected(source);
      await decryptContent(source, cipher, sink, { range: content, plainLength, signal, progress });
    },

    // May be left out, as relicense may: then rightsmith cat reads from scratch space.
    openContent: async (source, cipher) => {
      const { content, plainLength } = await readProtected(source);
      return decryptedSource(source, cipher, { ...content, plainLength });
    },

    // The same content under another licence.
    relicense: async (source, license, sink, context) => {
      const { signal } = defaultFormatContext(context);
      const { content, plainLength } = await readProtected(source);
      throwIfAborted(signal);
      await writeStart(sink, license, plainLength);
      for await (const bytes of sourceStream(source, content, { signal })) await sink.write(bytes);
    },
  };
}
