/**
 * Makes assets/placeholder.doc, .xls and .ppt: what a program without rights management shows of a protected document of Office
 * 97–2003. Run by hand where LibreOffice is installed; the results are committed.
 *
 *     node --import ts-blank-space/register --conditions=rightsmith-source packages/format-ooxml/test/support/make-placeholders.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openCompoundFile, writeCompoundFile, type CompoundInput } from '@rightsmith/compound-file';
import { fileSink, fileSource } from '@rightsmith/core';

const LINES = [
  'This document is protected.',
  'Its content is encrypted, and a licence inside the file says who may open it.',
  'You see this page because the program that shows it does not support rights management (RMS).',
  'To read the document, open it in a program that does, or use the command: rightsmith unprotect FILE',
  'Do not edit or save this page: any change can make the document unreadable for ever.',
];

interface Placeholder {
  /** Without the dot. */
  readonly extension: string;
  /** LibreOffice's name of the format. */
  readonly filter: string;
  /** Extension of the flat OpenDocument file it is made from. */
  readonly source: string;
  readonly kind: string;
  /** The document's body in OpenDocument. */
  readonly body: string;
  /** Of the root; ooxml-irm.md §8.1. */
  readonly classId: string;
  /** Those that make up a document; properties, thumbnails and the like are left out. */
  readonly streams: readonly string[];
}

const paragraphs = LINES.map((line) => `<text:p>${line}</text:p>`);

const PLACEHOLDERS: readonly Placeholder[] = [
  {
    extension: 'doc',
    filter: 'MS Word 97',
    source: 'fodt',
    kind: 'text',
    body: `<office:text>${paragraphs.join('<text:p/>')}</office:text>`,
    classId: '00020906-0000-0000-c000-000000000046',
    streams: ['WordDocument', '1Table', '\u0001CompObj'],
  },
  {
    extension: 'xls',
    filter: 'MS Excel 97',
    source: 'fods',
    kind: 'spreadsheet',
    body: `<office:spreadsheet><table:table table:name="Protected">${paragraphs
      .map(
        (text) =>
          `<table:table-row><table:table-cell office:value-type="string">${text}</table:table-cell></table:table-row>`,
      )
      .join('')}</table:table></office:spreadsheet>`,
    classId: '00020820-0000-0000-c000-000000000046',
    streams: ['Workbook', '\u0001CompObj'],
  },
  {
    extension: 'ppt',
    filter: 'MS PowerPoint 97',
    source: 'fodp',
    kind: 'presentation',
    body: `<office:presentation><draw:page draw:name="Protected"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="22cm" svg:height="14cm"><draw:text-box>${paragraphs.join('<text:p/>')}</draw:text-box></draw:frame></draw:page></office:presentation>`,
    classId: '64818d10-4f9b-11cf-86ea-00aa00b929e8',
    streams: ['PowerPoint Document', 'Current User', '\u0001CompObj'],
  },
];

const NAMESPACES = Object.entries({
  draw: 'drawing',
  office: 'office',
  svg: 'svg-compatible',
  table: 'table',
  text: 'text',
})
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');

const folder = mkdtempSync(join(tmpdir(), 'rightsmith-placeholders-'));
try {
  for (const placeholder of PLACEHOLDERS) await make(placeholder);
} finally {
  rmSync(folder, { recursive: true });
}

async function make(placeholder: Placeholder): Promise<void> {
  const { extension, filter, source, kind, body, classId, streams } = placeholder;
  const flat = join(folder, `placeholder.${source}`);
  const type = `office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.${kind}"`;
  writeFileSync(
    flat,
    `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} ${type}><office:body>${body}</office:body></office:document>`,
  );
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', `${extension}:${filter}`, '--outdir', folder, flat]);
  const made = fileSource(join(folder, `placeholder.${extension}`));
  const file = await openCompoundFile(made);
  const entries: CompoundInput[] = [{ kind: 'storage', path: [], classId }];
  for (const name of streams) entries.push({ kind: 'stream', path: [name], content: await file.openStream([name]) });
  const sink = fileSink(join(import.meta.dirname, '../../assets', `placeholder.${extension}`));
  await writeCompoundFile(entries, sink);
  await sink.commit();
  await made.close();
}
