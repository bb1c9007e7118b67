import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What PDF.js sees of a file. */
export interface PdfJsView {
  readonly pages: number;
  /** Of the first page. */
  readonly text: string;
  /** Names of embedded files. */
  readonly attachments: readonly string[];
  /** Of the document; not of how the file is written. */
  readonly info: unknown;
}

/** Opens a file with PDF.js. */
export async function openWithPdfJs(file: Uint8Array): Promise<PdfJsView> {
  const task = getDocument({ data: file.slice(), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false });
  try {
    const document = await task.promise;
    const { items } = await (await document.getPage(1)).getTextContent();
    const attachments = (await document.getAttachments()) as Readonly<Record<string, unknown>> | null;
    const metadata = await document.getMetadata();
    const info = { ...(metadata.info as Record<string, unknown>) };
    // These belong to the writing of the file, which is new, and not to the document.
    delete info['PDFFormatVersion'];
    delete info['IsLinearized'];
    return {
      pages: document.numPages,
      text: items.map((item) => ('str' in item ? item.str : '')).join(' '),
      attachments: Object.keys(attachments ?? {}),
      info,
    };
  } finally {
    await task.destroy();
  }
}
