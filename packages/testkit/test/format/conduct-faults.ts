import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Aborted, type ByteSource } from '@rightsmith/core';
import type { FormatFault } from './fault.js';

const PROTECTED = new TextEncoder().encode('TOYP');

/** Faults in how a handler gets on with the world around it. */
export const CONDUCT_FAULTS: readonly FormatFault[] = [
  {
    name: 'has randomness of its own',
    breaks: ({ wrap }) => ({
      wrap: (source, envelope, ...others) => {
        const labels = envelope.labels.length > 0 ? envelope.labels : [{ id: `${Math.random()}` }];
        return wrap(source, { ...envelope, labels }, ...others);
      },
    }),
    red: [
      'behaviour: wrap writes the same bytes for the same seed and clock',
      'behaviour: wrap does not mind another run at the same time',
    ],
  },
  {
    name: 'counts on a whole context',
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, sink, context) => {
        context.random!.bytes(16);
        await wrap(source, envelope, sink, context);
      },
    }),
    red: ['round trip: does with an empty context'],
  },
  {
    name: 'does not wait for its writes',
    breaks: ({ wrap }) => ({
      wrap: (source, envelope, sink, context) => {
        const write = (bytes: Uint8Array): Promise<void> => {
          sink.write(bytes).catch(() => undefined);
          return Promise.resolve();
        };
        return wrap(source, envelope, { write }, context);
      },
    }),
    red: [
      'behaviour: wrap waits for each write to end',
      'failing media: wrap passes on the error of a sink and writes no more, whichever write fails',
    ],
  },
  {
    name: 'turns an error of the sink into one that has no code',
    breaks: ({ relicense }) => ({
      relicense: (...args) =>
        relicense(...args).catch((error: unknown) => {
          throw (error as { code?: string }).code === 'CannotWrite' ? new Error('Something went wrong.') : error;
        }),
    }),
    red: ['failing media: relicense passes on the error of a sink and writes no more, whichever write fails'],
  },
  {
    name: 'tells progress of each piece alone',
    isLarge: true,
    breaks: ({ unwrap }) => ({
      unwrap: (source, cipher, sink, context) => {
        let told = 0;
        const progress = (bytesDone: number): void => {
          context.progress?.(bytesDone - told);
          told = bytesDone;
        };
        return unwrap(source, cipher, sink, { ...context, progress });
      },
    }),
    red: ['behaviour: unwrap tells progress that never goes back'],
  },
  {
    name: 'closes the key',
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, ...others) => {
        await wrap(source, envelope, ...others);
        await envelope.cipher.close();
      },
    }),
    red: ['behaviour: wrap leaves source and key open'],
  },
  {
    name: 'remembers the file it was given last',
    breaks: ({ unwrap }) => {
      let last: ByteSource | undefined;
      return {
        unwrap: async (source, ...others) => {
          last = source;
          await nextTurn();
          await unwrap(last, ...others);
        },
      };
    },
    red: ['behaviour: unwrap does not mind another run at the same time'],
  },
  {
    name: 'does not listen to the signal',
    isLarge: true,
    breaks: ({ wrap }) => ({
      wrap: (source, envelope, sink, context) =>
        wrap(source, envelope, sink, { ...context, signal: new AbortController().signal }),
    }),
    red: [
      'abort: wrap writes nothing when the signal has fired before',
      'abort: wrap stops in the middle of long content',
    ],
  },
  {
    name: 'writes on when it was stopped',
    breaks: ({ unwrap }) => ({
      unwrap: (source, cipher, sink, context) =>
        unwrap(source, cipher, sink, context).catch((error: unknown) => {
          if (error instanceof Aborted) setImmediate(() => void sink.write(new Uint8Array(1)));
          throw error;
        }),
    }),
    red: ['abort: unwrap ends in order at whichever step the signal fires'],
  },
  {
    name: 'leaves something global behind',
    breaks: ({ inspect }) => ({
      inspect: async (...args) => {
        const facts = await inspect(...args);
        process.env['TOY_COUNT'] = String(Number(process.env['TOY_COUNT'] ?? 0) + 1);
        return facts;
      },
    }),
    red: ['global state: inspect changes nothing global'],
  },
  {
    name: 'keeps the whole content in memory',
    isSparse: true,
    breaks: ({ wrap }) => ({
      wrap: async (source, envelope, sink, context) => {
        const kept: Uint8Array[] = [];
        const keeping = {
          write: async (bytes: Uint8Array): Promise<void> => {
            kept.push(bytes.slice());
            await sink.write(bytes);
          },
        };
        await wrap(source, envelope, keeping, context);
        kept.length = 0;
      },
    }),
    red: ['memory: wrap holds no more than 48 MiB of content of 96'],
  },
  {
    name: 'gives its children another name every time',
    breaks: ({ children }) => ({
      children: async function* (...args) {
        for await (const child of children(...args)) yield { ...child, name: `${child.name} ${Math.random()}` };
      },
    }),
    red: ['children: names each child and gives it whole, the same every time'],
  },
  {
    name: 'takes what it asked for as given',
    breaks: ({ wrap }) => ({
      wrap: (source, ...others) => {
        const read: ByteSource['read'] = async (offset, length) => {
          const bytes = new Uint8Array(Math.max(0, Math.min(length, source.size - offset)));
          bytes.set(await source.read(offset, length));
          return bytes;
        };
        return wrap({ size: source.size, read, close: () => source.close() }, ...others);
      },
    }),
    red: [
      'failing media: wrap is not misled by a source that gives fewer bytes than it was asked for',
      'failing media: wrap is not misled by a source that ends before its size',
    ],
  },
  {
    name: 'believes every number in a file',
    breaks: ({ relicense }) => ({
      relicense: async (source, license, sink, ...others) => {
        const start = await source.read(0, 8);
        if (start[0] === PROTECTED[0] && start.length === 8) '-'.repeat(new DataView(start.buffer).getUint32(4, true));
        await relicense(source, license, sink, ...others);
      },
    }),
    red: ['damage: relicense of a file whose numbers lie ends in order'],
  },
  {
    name: 'assumes that its files are whole',
    breaks: ({ unwrap }) => ({
      unwrap: async (source, cipher, sink, context) => {
        const [first, second] = (await source.read(4, 2)) as unknown as [number | undefined, number | undefined];
        if (first === undefined || second === undefined) throw new TypeError('Cannot read properties of undefined');
        await unwrap(source, cipher, sink, context);
      },
    }),
    red: [
      'failing media: unwrap is not misled by a source that gives fewer bytes than it was asked for',
      'failing media: unwrap is not misled by a source that ends before its size',
      'damage: unwrap of a file cut anywhere ends in order',
    ],
  },
];
