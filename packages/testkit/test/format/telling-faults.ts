import { CorruptFile, decodeLicense, encodeLicense } from '@rightsmith/core';
import type { FormatFault } from './fault.js';

/** Faults in what a handler says, about itself and about files. */
export const TELLING_FAULTS: readonly FormatFault[] = [
  {
    name: 'is made for another version of the interface',
    breaks: ({ info }) => ({ info: { ...info, apiVersion: 2 as 1 } }),
    red: ['info: names an id, a title and version 1 of the interface'],
  },
  {
    name: 'writes its extensions in upper case',
    breaks: ({ info }) => ({ info: { ...info, extensions: ['.TOY'] } }),
    red: ['info: lists extensions in lower case with the dot, each once'],
  },
  {
    name: 'has a suffix without a dot',
    breaks: ({ info }) => ({ info: { ...info, naming: { kind: 'suffix', suffix: 'ptoy', prefixed: [] } } }),
    red: ['info: has a naming rule that can be followed'],
  },
  {
    name: 'describes itself with more than data',
    breaks: ({ info }) => ({ info: { ...info, made: new Date(0) } }),
    red: ['info: is plain data'],
  },
  {
    name: 'takes every file for its own',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) =>
        (await detect(source, hint, context)) ?? { status: 'plain', certainty: 'likely', reason: 'why not' },
    }),
    red: ['detect: claims no file of another format'],
  },
  {
    name: 'believes the name',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) =>
        hint.name === 'file.toy'
          ? { status: 'plain', certainty: 'certain', reason: 'its name' }
          : detect(source, hint, context),
    }),
    red: ['detect: is not certain by the name alone'],
  },
  {
    name: 'recognises files by their names only',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) =>
        hint.name?.endsWith('.toy') === true ? detect(source, hint, context) : undefined,
    }),
    red: [
      'detect: calls every sample plain, with its name and without',
      'detect: calls what wrap made protected, under any name',
      'round trip: does with an empty context',
    ],
  },
  {
    name: 'gives no reason',
    breaks: ({ detect }) => ({
      detect: async (...args) => {
        const detection = await detect(...args);
        return detection && { ...detection, reason: '' };
      },
    }),
    red: ['detect: gives its reason in words'],
  },
  {
    name: 'throws where a file is too short to be recognised',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) => {
        if (source.size < 4) throw new CorruptFile('The file ends inside its magic.');
        return detect(source, hint, context);
      },
    }),
    red: ['detect: never throws, however little or strange the file'],
  },
  {
    name: 'reads the whole file to recognise it',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) => {
        for (let offset = 0; offset < source.size; offset += 100_000) await source.read(offset, 100_000);
        return detect(source, hint, context);
      },
    }),
    red: ['detect: reads no more than its budget, even of a huge file'],
  },
  {
    name: 'closes the file it looked at',
    breaks: ({ detect }) => ({
      detect: async (source, hint, context) => {
        const detection = await detect(source, hint, context);
        await source.close();
        return detection;
      },
    }),
    red: [
      'round trip: does with an empty context',
      'detect: gives the same answer again and leaves the source open',
      'behaviour: detect leaves source and key open',
    ],
  },
  {
    name: 'takes the licence for ASCII',
    breaks: ({ inspect }) => ({
      inspect: async (source, context) => {
        const facts = await inspect(source, context);
        if (facts.license === undefined) return facts;
        const text = decodeLicense(facts.license).text.replace(/[^ -~]/g, '?');
        return { ...facts, license: encodeLicense(text, 'utf8-bom') };
      },
    }),
    red: [
      'inspect: finds the licence that wrap stored, letter by letter',
      'relicense: puts the new licence in, longer or shorter',
    ],
  },
  {
    name: 'takes the length of the file for that of its content',
    breaks: ({ inspect }) => ({
      inspect: async (source, context) => ({ ...(await inspect(source, context)), contentLength: source.size }),
    }),
    red: ['inspect: tells nothing untrue about the original', 'relicense: keeps what inspect tells of the original'],
  },
  {
    name: 'sees an obstacle in every file',
    breaks: ({ inspect }) => ({
      inspect: async (source, context) => ({
        ...(await inspect(source, context)),
        obstacles: [{ reason: 'unknown', message: 'It looks strange.', overridable: true }],
      }),
    }),
    red: ['inspect: calls every sample plain and fit to be protected'],
  },
  {
    name: 'puts a Date among the facts',
    breaks: ({ inspect }) => ({
      inspect: async (source, context) => ({
        ...(await inspect(source, context)),
        container: { modified: new Date(0) as unknown as string },
      }),
    }),
    red: ['inspect: gives facts that survive as JSON'],
  },
  {
    name: 'lets the exceptions of its parser out',
    breaks: ({ inspect }) => ({
      inspect: (...args) =>
        inspect(...args).catch((error: unknown) => {
          throw error instanceof CorruptFile && error.cause !== undefined ? error.cause : error;
        }),
    }),
    red: [
      'damage: inspect of a file with flipped bits ends in order',
      'damage: inspect of a file whose numbers lie ends in order',
    ],
  },
  {
    name: 'calls a file plain that it cannot read',
    breaks: ({ inspect }) => ({
      inspect: (...args) =>
        inspect(...args).catch(() => ({
          status: 'plain',
          labels: [],
          obstacles: [],
          encryptedFacts: [],
          container: {},
        })),
    }),
    red: ['failing media: inspect passes on the error of a source, whichever read fails'],
  },
];
