import { budgetSource } from '@rightsmith/core';
import type { ByteSource, Detection, FormatContext } from '@rightsmith/core';
import type * as DetectProtection from './detect-protection.js';
import { findFile, findHeader } from './xref/header.js';

/** Formats whose files may hold a PDF near their beginning, by their first bytes: ZIP, compound file, PFILE. */
const CONTAINERS: readonly string[] = ['504b', 'd0cf11e0', '2e7066696c65'];

/** Of a PDF that is broken, or larger than what may be read of it here. */
const UNCLEAR = { status: 'plain', reason: 'PDF' } as const;

/**
 * A file with a PDF header is a PDF: certainly where it begins with it, likely with junk before it; and likely one without,
 * where name and end say so. Where the file is broken, or so large that its protection cannot be found within the budget, it
 * is called plain: `inspect` has no budget and tells. `load` loads what only PDF files need.
 */
export async function detect(
  source: ByteSource,
  name: string,
  context: FormatContext,
  load: () => Promise<typeof DetectProtection>,
): Promise<Detection | undefined> {
  const budget = budgetSource(source, context.limits.detectBytes);
  const isNamedPdf = name.toLowerCase().endsWith('.pdf');
  // The end of a stream is far away, so it is only looked at where the name gives reason to.
  const file = await (isNamedPdf ? findFile(budget) : findHeader(budget));
  if (file === undefined || (file.junk > 0 && (await isContainer(budget)))) return undefined;
  const { detectProtection } = await load();
  const found = await detectProtection(budget, context);
  if (file.hasHeader && file.junk === 0) return { ...(found ?? UNCLEAR), certainty: 'certain' };
  // A text may speak of such a header in its first lines.
  if (found === undefined && !(isNamedPdf && file.hasHeader)) return undefined;
  return { ...(found ?? UNCLEAR), certainty: 'likely' };
}

async function isContainer(source: ByteSource): Promise<boolean> {
  const beginning = Buffer.from(await source.read(0, 8)).toString('hex');
  return CONTAINERS.some((magic) => beginning.startsWith(magic));
}
