import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  AccessDenied,
  CorruptFile,
  createContentCipher,
  createUseLicense,
  decodeLicense,
  encodeLicense,
  normalizeRight,
  ServiceError,
  Tampered,
  TemplateNotFound,
  type Publication,
  type UseLicense,
} from '@rightsmith/core';
import { acquiring, failing, publishing, type ClientFault } from './fault.js';

export const CLIENT_FAULTS: readonly ClientFault[] = [
  {
    name: 'claims to track documents',
    breaks: ({ info }) => ({ info: { ...info, can: { ...info.can, tracking: true } } }),
    red: [
      'info: declares the abilities it is tested for',
      'info: registers documents for tracking if it says so, and only then',
    ],
  },
  {
    name: 'lists templates the wrong way round',
    breaks: (right) => ({ templates: async (context) => (await right.templates(context)).toReversed() }),
    red: ['templates: lists them sorted by name, each once'],
  },
  {
    name: 'writes template ids as the licence does',
    breaks: (right) => ({
      templates: async (context) =>
        (await right.templates(context)).map((template) => ({ ...template, id: `{${template.id.toUpperCase()}}` })),
    }),
    red: ['templates: lists them well formed', 'templates: publishes with one, by id and by name'],
  },
  {
    name: 'blames the service for an unknown template',
    breaks: (right) => ({
      publish: (...args) =>
        right.publish(...args).catch((error: unknown) => {
          throw error instanceof TemplateNotFound ? new ServiceError('404') : error;
        }),
    }),
    red: ['templates: knows no template that is not there'],
  },
  {
    name: 'gives licences in the encoding of another container',
    breaks: publishing(({ license }) => ({ license: encodeLicense(decodeLicense(license).text, 'utf16le') })),
    red: ['publishing: encodes the licence as UTF-8 with byte order mark'],
  },
  {
    name: 'writes the content id as the licence does',
    breaks: publishing(({ contentId }) => ({ contentId: `{${contentId.toUpperCase()}}` })),
    red: [
      'publishing: names the content and the owner as the licence does',
      'rights: come with the facts of the content',
      'conduct: publishes and acquires 20 at once',
    ],
  },
  {
    name: 'gives a key that is not the one in the licence',
    breaks: publishing(() => ({ cipher: createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) }) })),
    red: [
      'publishing: gives a key that opens what the licence opens',
      'publishing: gives every publication an id and a key of its own',
      'publishing: makes AES-128 in ECB where deprecated algorithms are asked for',
      'publishing again: keeps key, content id and owner, and puts the new policy in force',
      'conduct: publishes and acquires 20 at once',
    ],
  },
  {
    name: 'does not care for old readers',
    breaks: (right) => ({
      publish: (request, context) => right.publish({ ...request, deprecatedAlgorithms: false }, context),
    }),
    red: ['publishing: makes AES-128 in ECB where deprecated algorithms are asked for'],
  },
  {
    name: 'drops the labels',
    breaks: (right) => ({ publish: (request, context) => right.publish({ ...request, labels: [] }, context) }),
    red: ['publishing: writes labels into the clear part'],
  },
  {
    name: 'makes the best of an owner who is no address',
    breaks: (right) => ({
      publish: ({ owner, ...request }, context) =>
        right.publish({ ...request, ...(owner?.includes('@') === true && { owner }) }, context),
    }),
    red: ['a policy: is refused with an owner who is no address'],
  },
  {
    name: 'grants a right more',
    breaks: acquiring((license) => ({
      allows: async (right) => right === 'EXTRACT' || license.allows(right),
    })),
    red: ['rights: are those granted to the recipient, and no other'],
  },
  {
    name: 'takes OWNER for a right like any other',
    breaks: acquiring(({ rights }) => ({
      allows: (right) => Promise.resolve(rights.includes(normalizeRight(right))),
    })),
    red: ['rights: are all there are, for the owner', 'rights: are all there are, for who was granted OWNER'],
  },
  {
    name: 'is particular about letter case',
    breaks: acquiring((license) => ({
      allows: async (right) => right === normalizeRight(right) && license.allows(right),
    })),
    red: [
      'rights: can be custom, in any letter case',
      'rights: are all there are, for the owner',
      'rights: are all there are, for who was granted OWNER',
    ],
  },
  {
    name: 'shows everybody the policy',
    breaks: acquiring((license) => ({
      policy: async () => (await license.policy()) ?? { names: [], grants: [] },
    })),
    red: ['rights: come with the policy only for holders of VIEWRIGHTSDATA or OWNER'],
  },
  {
    name: 'lets everything be kept',
    breaks: acquiring(() => ({ offline: true })),
    red: ['rights: may not be kept where the policy forbids it'],
  },
  {
    name: 'thinks that content never ends',
    breaks: acquiring(() => ({ contentValidUntil: new Date('2999-12-31') })),
    red: ['access: ends for recipients when the content ends'],
  },
  {
    name: 'gives all receivers the same key object',
    breaks: sharingCiphers(),
    red: ['rights: come with a key of which each receiver may close his own'],
  },
  {
    name: 'gives strangers a licence without a right',
    breaks: failing((error) => {
      if (error.code !== 'AccessDenied') throw error;
      const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
      return createUseLicense({ contentId: 'unknown', rights: [], offline: false, cipher });
    }),
    red: [
      'templates: makes licences with one that recipients can open and strangers cannot',
      'access: is denied to strangers, with whom to ask',
      'access: is denied to strangers whose domain only ends like one that was granted',
      'publishing again: keeps key, content id and owner, and puts the new policy in force',
    ],
  },
  {
    name: 'does not say whom to ask',
    breaks: failing((error) => {
      throw error instanceof AccessDenied ? new AccessDenied(error.message) : error;
    }),
    red: ['access: is denied to strangers, with whom to ask'],
  },
  {
    name: 'reads UTF-8 only',
    breaks: (right) => ({
      acquire: async (license, context) => {
        if (license[0] === 0xff || license[1] === 0) throw new CorruptFile('This is not UTF-8.');
        return right.acquire(license, context);
      },
    }),
    red: [
      'licence bytes: are read as utf16le',
      'licence bytes: are read as utf16le with a NUL at the end',
      'licence bytes: are read as utf16le-bom',
      'licence bytes: are read as utf16le-bom with a NUL at the end',
    ],
  },
  {
    name: 'does not look at signatures',
    breaks: trusting(),
    red: [
      'licence bytes: are refused when the owner was exchanged',
      'licence bytes: are refused when the content was exchanged',
      'licence bytes: are refused when the signature is missing',
      'licence bytes: are refused with a flipped bit, unless it is outside of what is signed',
    ],
  },
  {
    name: 'lets the exceptions of its parser out',
    breaks: failing((error) => {
      throw error.code === 'CorruptFile' ? new SyntaxError(error.message) : error;
    }),
    red: [
      'licence bytes: are refused when cut anywhere',
      'licence bytes: are refused with a flipped bit, unless it is outside of what is signed',
      'licence bytes: are refused when they are no licence',
    ],
  },
  {
    name: 'makes a new key each time',
    breaks: (right) => ({
      publish: (request, context) => {
        const { sameKeyAs, ...others } = request;
        return right.publish(sameKeyAs === undefined ? request : others, context);
      },
    }),
    red: [
      'publishing again: keeps key, content id and owner, and puts the new policy in force',
      'publishing again: keeps the owner where somebody else with EDITRIGHTSDATA does it',
      'publishing again: works with a use licence that was copied into another object',
      'publishing again: is denied to who may not change the policy',
    ],
  },
  {
    name: 'does not listen to the signal',
    breaks: (right) => ({
      acquire: (license, context) => right.acquire(license, { ...context, signal: new AbortController().signal }),
    }),
    red: ['conduct: ends with Aborted when the signal has fired before: acquire'],
  },
  {
    name: 'mixes up calls at the same time',
    breaks: (right) => {
      let last: Publication | undefined;
      return {
        publish: async (...args) => {
          last = await right.publish(...args);
          await nextTurn();
          return last;
        },
      };
    },
    red: [`conduct: publishes and acquires 20 at once`],
  },
  {
    name: 'can be closed once only',
    breaks: (right) => {
      let isClosed = false;
      return {
        close: async () => {
          if (isClosed) throw new Error('It is closed already.');
          isClosed = true;
          await right.close();
        },
      };
    },
    red: ['conduct: can be closed twice, and closes no other client'],
  },
];

/** Keeps the first cipher of each content and hands it to everybody. */
function sharingCiphers(): ClientFault['breaks'] {
  const ciphers = new Map<string, UseLicense['cipher']>();
  return acquiring(({ contentId, cipher }) => {
    const shared = ciphers.get(contentId) ?? cipher;
    ciphers.set(contentId, shared);
    return { cipher: shared };
  });
}

/** Opens what it published last where the licence was tampered with. */
function trusting(): ClientFault['breaks'] {
  let last = new Uint8Array();
  return (right) => ({
    publish: async (...args) => {
      const publication = await right.publish(...args);
      last = new Uint8Array(publication.license);
      return publication;
    },
    acquire: (license, context) =>
      right.acquire(license, context).catch((error: unknown) => {
        if (error instanceof Tampered) return right.acquire(last, context);
        throw error;
      }),
  });
}
