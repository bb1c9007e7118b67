import { openCompoundFile, type CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, type ByteSource, type FormatContext } from '@rightsmith/core';
import {
  BINARY_NAMES,
  DATA_SPACES,
  ENCRYPTION_INFO,
  ENVELOPE_TRANSFORM,
  OPC_NAMES,
  sameName,
  VIEWER_CONTENT,
} from '../data-spaces/names.js';
import { readProtections, type Protection } from '../data-spaces/protection.js';
import { isOfClass, TRANSFORMS } from '../data-spaces/transform.js';
import type { BinaryApplication } from './office-types.js';
import { orDamaged } from './or-damaged.js';
import { recognizeBinaryPassword } from './password-binary.js';
import { recognizePackagePassword } from './password-package.js';
import type { Recognition, RightsManaged } from './recognition.js';

/** The stream that holds the document, by program; the last is that of Excel 5.0 and 95. */
const DOCUMENT_STREAMS: readonly (readonly [stream: string, application: BinaryApplication])[] = [
  ['WordDocument', 'Word'],
  ['PowerPoint Document', 'PowerPoint'],
  ['Workbook', 'Excel'],
  ['Book', 'Excel'],
];

/** The stream every Outlook message has in its root. */
const MESSAGE_STREAM = '__properties_version1.0';

/** Digital signatures of Office 97–2003, and of 2007 and later, in a binary document. */
const SIGNATURES: readonly string[] = ['_signatures', '_xmlsignatures'];

/** Says what a compound file is, by the table of ooxml-irm.md §10. @throws CorruptFile, UnsupportedFormat, LimitReached */
export async function recognizeCompoundFile(source: ByteSource, context: FormatContext): Promise<Recognition> {
  const file = await openCompoundFile(source);
  if (file.find([DATA_SPACES]) !== undefined) return orDamaged(true, () => recognizeDataSpaces(file, context));
  if (file.find([BINARY_NAMES.content]) !== undefined) return incomplete('its data spaces are missing');
  if (file.find([OPC_NAMES.content]) !== undefined) {
    if (file.find([ENCRYPTION_INFO]) !== undefined) return recognizePackagePassword(file, context);
    return incomplete('the information needed to decrypt it is missing');
  }
  return recognizeUnprotected(file);
}

async function recognizeDataSpaces(file: CompoundFile, context: FormatContext): Promise<Recognition> {
  const protections = await readProtections(file, context.limits);
  const rightsManaged = protections
    .filter(({ transform }) => isOfClass(transform, TRANSFORMS.rightsManagement))
    .find(({ content }) => !isStream(content, VIEWER_CONTENT));
  if (rightsManaged !== undefined) return recognizeRightsManaged(file, rightsManaged);
  if (protections.some(({ transform }) => isOfClass(transform, TRANSFORMS.password))) {
    return recognizePackagePassword(file, context);
  }
  const [unknown] = protections;
  if (unknown !== undefined) return { kind: 'unknown-protection', transform: unknown.transform };
  return incomplete('its map names no protected stream');
}

function recognizeRightsManaged(file: CompoundFile, protection: Protection): RightsManaged {
  const base = { kind: 'rights-managed', protection, file } as const;
  if (sameName(protection.storage.at(-1) ?? '', ENVELOPE_TRANSFORM)) return { ...base, shape: 'envelope' };
  if (!isStream(protection.content, BINARY_NAMES.content)) return { ...base, shape: 'opc' };
  const application = applicationOf(file);
  return application === undefined ? { ...base, shape: 'message' } : { ...base, shape: 'binary', application };
}

async function recognizeUnprotected(file: CompoundFile): Promise<Recognition> {
  const application = applicationOf(file);
  if (application === undefined) {
    const isMessage = file.find([MESSAGE_STREAM]) !== undefined;
    const looksLike = isMessage ? 'an Outlook message' : 'a compound file of another program';
    return { kind: 'not-office', looksLike };
  }
  const password = await recognizeBinaryPassword(file, application);
  if (password !== undefined) return password;
  return { kind: 'binary', application, file, isSigned: SIGNATURES.some((name) => file.find([name]) !== undefined) };
}

function applicationOf(file: CompoundFile): BinaryApplication | undefined {
  return DOCUMENT_STREAMS.find(([stream]) => file.find([stream])?.kind === 'stream')?.[1];
}

function isStream(path: readonly string[], name: string): boolean {
  const [first = '', second] = path;
  return second === undefined && sameName(first, name);
}

function incomplete(what: string): Recognition {
  const error = new CorruptFile(`The document is encrypted, but ${what}.`, { where: { structure: 'data spaces' } });
  return { kind: 'damaged', isProtected: true, detail: error.message, error };
}
