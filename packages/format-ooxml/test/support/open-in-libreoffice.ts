/**
 * Has LibreOffice open documents of the corpus before protecting and after unprotecting, and looks what it makes of protected ones
 * of Office 97–2003: it knows their content for encrypted, or shows the document around it. Run by hand where LibreOffice is installed; exit code 1 where a text differs.
 *
 *     node --import ts-blank-space/register --conditions=rightsmith-source packages/format-ooxml/test/support/open-in-libreoffice.ts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { corpusFile, corpusPath } from '../../../../test/support/corpus.js';
import { unwrapped, wrapped } from './protecting.js';

/** What LibreOffice turns each kind of document into, so that contents can be compared. */
const EXPORTS: Readonly<Record<string, readonly [filter: string, extension: string]>> = {
  doc: ['txt:Text (encoded):UTF8', 'txt'],
  docx: ['txt:Text (encoded):UTF8', 'txt'],
  xls: ['csv', 'csv'],
  xlsx: ['csv', 'csv'],
  ppt: ['fodp', 'fodp'],
  pptx: ['fodp', 'fodp'],
};

/** Of the visible document around a protected one of 97–2003. */
const VISIBLE_TEXT = 'This document is protected.';

const folder = mkdtempSync(join(tmpdir(), 'rightsmith-libreoffice-'));
try {
  for (const name of readdirSync(corpusPath('documents'))) {
    const extension = name.slice(name.lastIndexOf('.') + 1);
    if (extension in EXPORTS) await check(name, extension);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function check(name: string, extension: string): Promise<void> {
  const document = corpusFile(`documents/${name}`);
  const container = await wrapped(document);
  const before = shown(document, extension);
  const after = shown((await unwrapped(container)).value, extension);
  report(`${name}: the same before and after`, before !== '' && before === after);
  if (extension.length === 3) {
    const visible = shown(container, extension);
    report(`${name}: protected, it says so or is not opened`, visible === '' || visible.includes(VISIBLE_TEXT));
  }
}

/** The text LibreOffice finds in a document; empty where it does not open it. */
function shown(document: Uint8Array, extension: string): string {
  const [filter, result] = EXPORTS[extension] ?? ['', ''];
  const path = join(folder, `document.${extension}`);
  const output = join(folder, `document.${result}`);
  writeFileSync(path, document);
  rmSync(output, { force: true });
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  // It fails on protected presentations of 97–2003, as it knows the content for encrypted and has no rights management.
  spawnSync('soffice', [profile, '--headless', '--norestore', '--convert-to', filter, '--outdir', folder, path]);
  if (!existsSync(output)) return '';
  const text = readFileSync(output, 'utf8');
  // Flat OpenDocument differs from run to run in the names of styles.
  return text.slice(Math.max(0, text.indexOf('<office:body>'))).replaceAll(/<[^>]*>/g, ' ');
}

function report(what: string, holds: boolean): void {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}`);
  if (!holds) process.exitCode = 1;
}
