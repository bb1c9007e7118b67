import { budgetSource, RightsmithError } from '@rightsmith/core';
import type { ByteSource, Detection, FormatContext } from '@rightsmith/core';
import { findProtection, type Protection } from './wrapper/find-protection.js';
import { openDocument } from './xref/document.js';
import { findHeader } from './xref/header.js';

/** Formats whose files may hold a PDF near their beginning, by their first bytes: ZIP, compound file, PFILE. */
const CONTAINERS: readonly string[] = ['504b', 'd0cf11e0', '2e7066696c65'];

/**
 * A file with a PDF header is a PDF: certainly where it begins with it, likely with junk before it. Where the file is broken,
 * or so large that its protection cannot be found within the budget, it is called plain: `inspect` has no budget and tells.
 */
export async function detect(source: ByteSource, context: FormatContext): Promise<Detection | undefined> {
  const budget = budgetSource(source, context.limits.detectBytes);
  const { junk } = (await findHeader(budget)) ?? {};
  if (junk === undefined || (junk > 0 && (await isContainer(budget)))) return undefined;
  return { ...(await statusOf(budget, context)), certainty: junk === 0 ? 'certain' : 'likely' };
}

async function isContainer(source: ByteSource): Promise<boolean> {
  const beginning = Buffer.from(await source.read(0, 8)).toString('hex');
  return CONTAINERS.some((magic) => beginning.startsWith(magic));
}

async function statusOf(source: ByteSource, context: FormatContext): Promise<Pick<Detection, 'status' | 'reason'>> {
  try {
    const document = await openDocument(source, { ...context, warn: () => undefined });
    return describe(await findProtection(document), document.version);
  } catch (error) {
    const codes: readonly string[] = ['CorruptFile', 'LimitReached', 'UnsupportedFormat'];
    if (RightsmithError.is(error) && codes.includes(error.code)) return { status: 'plain', reason: 'PDF' };
    throw error;
  }
}

function describe(protection: Protection, version: string): Pick<Detection, 'status' | 'reason'> {
  switch (protection.kind) {
    case 'none':
      return { status: 'plain', reason: `PDF ${version}` };
    case 'version-2':
      return { status: 'protected', reason: 'PDF, Microsoft IRM v2' };
    case 'version-1':
      return { status: 'protected', reason: 'PDF, Microsoft IRM v1' };
    case 'bare':
      return { status: 'protected', reason: 'PDF, Microsoft IRM without a wrapper' };
    case 'other':
      return { status: 'other-protection', reason: `PDF, protected by ${protection.handler}` };
  }
}
