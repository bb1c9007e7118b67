import { readFileSync } from 'node:fs';

/** The visible documents around protected ones are whole documents of Office 97–2003 themselves. */
export function placeholderFile(extension: 'doc' | 'xls' | 'ppt'): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../assets/placeholder.${extension}`, import.meta.url)));
}
