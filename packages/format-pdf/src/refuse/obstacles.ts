import type { JsonObject, Obstacle } from '@rightsmith/core';
import { isTrue, type PdfValue } from '../lex/values.js';
import { flagOf } from '../options.js';
import type { Protection } from '../wrapper/find-protection.js';
import type { PdfDocument } from '../xref/document.js';
import { isSigned } from './signatures.js';

/** Why a document that is open cannot be protected, and what protecting it will cost. */
export interface Fitness {
  readonly obstacles: readonly Obstacle[];
  /** It is signed, and the caller insists on protecting it. */
  readonly losesSignature: boolean;
}

const SIGNED: Obstacle = {
  reason: 'signed',
  message:
    'The PDF is digitally signed. Protecting rewrites it, so its signatures would no longer hold; ' +
    'the setting allowSigned protects it all the same.',
  overridable: true,
};

const DYNAMIC_FORM: Obstacle = {
  reason: 'form',
  message: 'The PDF is a dynamic XFA form, which readers of protected documents cannot show.',
  overridable: false,
};

/** Looks for everything that stands against protecting the document. `settings` are the handler's: `allowSigned`. */
export async function fitnessOf(document: PdfDocument, protection: Protection, settings: JsonObject): Promise<Fitness> {
  if (protection.kind === 'other') return { obstacles: [otherProtection(protection)], losesSignature: false };
  if (protection.kind !== 'none') return { obstacles: [], losesSignature: false };
  const catalog = await document.entriesOf(document.trailer.get('Root'));
  const signed = await isSigned(document, catalog);
  const losesSignature = signed && flagOf(settings, 'allowSigned');
  const isDynamic = await isDynamicForm(document, catalog);
  return {
    obstacles: [...(signed && !losesSignature ? [SIGNED] : []), ...(isDynamic ? [DYNAMIC_FORM] : [])],
    losesSignature,
  };
}

/** Static XFA, which has pages of its own, goes through; pdf-irm.md §4. */
async function isDynamicForm(document: PdfDocument, catalog: ReadonlyMap<string, PdfValue>): Promise<boolean> {
  if (!isTrue(await document.get(catalog.get('NeedsRendering')))) return false;
  const form = await document.entriesOf(catalog.get('AcroForm'));
  return (await document.get(form.get('XFA'))).kind === 'array' || (await hasStream(document, form.get('XFA')));
}

/** The form may be one stream instead of an array of them. */
async function hasStream(document: PdfDocument, value: PdfValue | undefined): Promise<boolean> {
  return value?.kind === 'reference' && (await document.object(value.number))?.stream !== undefined;
}

function otherProtection({ handler, isWrapper }: Protection & { readonly kind: 'other' }): Obstacle {
  if (isWrapper) return drm(`The PDF holds a document that is protected by ${handler}.`);
  if (handler === 'Standard') {
    const message = 'The PDF is encrypted with a password. Remove the password first.';
    return { reason: 'password', message, overridable: false };
  }
  if (handler === 'Adobe.PubSec') return drm('The PDF is encrypted for the holders of certain certificates.');
  return drm(`The PDF is protected by ${handler === '' ? 'a security handler without a name' : handler}.`);
}

function drm(message: string): Obstacle {
  return { reason: 'other-drm', message, overridable: false };
}
