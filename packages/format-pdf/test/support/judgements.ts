import { runTool } from '../../../../test/support/tools.js';

/** How bad `qpdf --check` finds a file: 0 nothing to say, 1 warnings, 2 errors. */
export function severity(file: Uint8Array): number {
  const { status } = runTool('qpdf', file, '--check', 'FILE');
  return status === 0 ? 0 : status === 3 ? 1 : 2;
}

/** All objects that qpdf reaches from the trailer, with their streams as stored; header and identifier are left out. */
export function qpdfObjects(file: Uint8Array): string {
  const { output } = runTool('qpdf', file, ...QDF, 'FILE', '-');
  const text = output.toString('latin1');
  return text.replace(/^%PDF-\d\.\d/, '').replace(/\/ID \[.*\]/, '');
}

const QDF: readonly string[] = [
  '--qdf',
  '--stream-data=preserve',
  '--object-streams=disable',
  '--static-id',
  '--no-original-object-ids',
];

/** The pages as pictures of 36 dots an inch. */
export function pictures(file: Uint8Array): Buffer {
  return runTool('pdftoppm', file, '-r', '36', 'FILE').output;
}
