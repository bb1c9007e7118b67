import { deflateSync } from 'node:zlib';
import { bytesSource, defaultFormatContext } from '@rightsmith/core';
import { openProtectedFile } from '../../src/wrapper/protected-document.js';
import { latin1 } from './build-pdf.js';
import { entry } from './raw-pdf.js';

/** The protected document inside a wrapper, alone. */
export async function innerOf(file: Uint8Array): Promise<Uint8Array> {
  const { payload } = await openProtectedFile(bytesSource(file), defaultFormatContext({}));
  return payload.read(0, payload.size);
}

/** A protected document whose encryption dictionary, its last object, has other entries; the offset of its table moves along. */
export function withEncryption(inner: Uint8Array, change: (dictionary: string) => string): Uint8Array {
  const text = Buffer.from(inner).toString('latin1');
  const [start, end] = [text.indexOf('<</Filter /MicrosoftIRMServices'), text.lastIndexOf('\nendobj\nxref')];
  const changed = text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
  return latin1(changed.replace(/startxref\n\d+/, `startxref\n${changed.lastIndexOf('\nxref\n') + 1}`));
}

/** As version 1 has it: base64 of a zlib stream of the licence's text in this encoding, and no version. */
export function asVersion1(inner: Uint8Array, licenseText: string, encoding: 'utf16le' | 'utf8'): Uint8Array {
  const bytes = Buffer.from(encoding === 'utf8' ? `\ufeff${licenseText}` : licenseText, encoding);
  const stored = deflateSync(bytes).toString('base64');
  return withEncryption(inner, (dictionary) =>
    dictionary.replace(/\/MicrosoftIRMVersion 2\/PublishingLicense\([^]*\)>>$/, `/PublishingLicense(${stored})>>`),
  );
}

/** A file of version 1: a protected document, and behind it a notice whose offsets count from the beginning of the whole. */
export function version1File(inner: Uint8Array, wrapperEntry: string, offset: number = inner.length): Uint8Array {
  const before = Buffer.from(inner).toString('latin1');
  let text = `${before}%PDF-1.4\n`;
  const offsets = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 0/Kids[]>>'].map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 3\n0000000000 65535 f \n${offsets.map((at) => entry(at)).join('')}`;
  text += `trailer\n<</Size 3/Root 1 0 R/Wrapper ${wrapperEntry}/WrapperOffset ${offset}>>\nstartxref\n${start}\n%%EOF\n`;
  return latin1(text);
}
