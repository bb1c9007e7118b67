import { randomBytes, randomUUID } from 'node:crypto';
import {
  createContentCipher,
  createUseLicense,
  encodeLicense,
  readPublishingLicense,
  AccessDenied,
  type ClientContext,
  type ClientInfo,
  type ContentCipher,
  type Publication,
  type PublishRequest,
  type RmsClient,
  type TemplateSummary,
  type UseLicense,
} from '@rightsmith/core';
import { licenseBody, makeKey, signedBlock } from '../../license/made-licenses.js';

/** One for all: making RSA keys is slow. */
const SIGNER = makeKey();
const OWNER = 'owner@example.com';

/** A client that keeps its content keys in memory and gives everybody the same rights. */
export class MemoryClient implements RmsClient {
  readonly info: ClientInfo = {
    id: 'memory',
    can: { custom: true, reuseKey: false, offline: true, tracking: false },
  };
  /** What was asked for and given out, oldest first. */
  readonly requests: PublishRequest[] = [];
  readonly contexts: ClientContext[] = [];
  readonly ciphers: ContentCipher[] = [];
  readonly #rights: readonly string[];
  readonly #keys = new Map<string, Uint8Array>();

  constructor(rights: readonly string[] = ['OWNER']) {
    this.#rights = rights;
  }

  templates(): Promise<readonly TemplateSummary[]> {
    return Promise.resolve([]);
  }

  publish(request: PublishRequest, context: ClientContext): Promise<Publication> {
    this.requests.push(request);
    this.contexts.push(context);
    const contentId = randomUUID();
    const text = signedBlock(licenseBody(SIGNER, { contentId: `{${contentId}}` }), SIGNER);
    this.#keys.set(contentId, randomBytes(32));
    return Promise.resolve({
      license: encodeLicense(text, 'utf8-bom'),
      contentId,
      owner: OWNER,
      cipher: this.cipherFor(contentId),
    });
  }

  acquire(license: Uint8Array, context: ClientContext): Promise<UseLicense> {
    this.contexts.push(context);
    const { contentId } = readPublishingLicense(license);
    if (this.#rights.length === 0)
      return Promise.reject(new AccessDenied('No.', { referral: 'mailto:owner@example.com' }));
    const cipher = this.cipherFor(contentId);
    return Promise.resolve(
      createUseLicense({
        contentId,
        owner: OWNER,
        rights: this.#rights,
        offline: false,
        referral: `mailto:${OWNER}`,
        cipher,
      }),
    );
  }

  /** A new cipher with the key of content that was published here. */
  cipherFor(contentId: string): ContentCipher {
    const cipher = createContentCipher({ mode: 'CBC4K', key: this.#keys.get(contentId) ?? new Uint8Array(32) });
    this.ciphers.push(cipher);
    return cipher;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
