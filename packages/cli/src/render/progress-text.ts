import { visible } from './visible.js';

/** How far the work on a file has come. */
export interface ProgressFacts {
  /** Untrusted text. */
  readonly name: string;
  readonly bytesDone: number;
  /** Undefined: nobody knows. */
  readonly totalBytes: number | undefined;
  readonly elapsedMs: number;
}

const BAR_WIDTH = 24;
const SHORTEST_NAME = 8;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** One line of at most `columns` characters: `report.vsd  [======>    ]  61 %  1.2 GB  310 MB/s`. */
export function progressText({ name, bytesDone, totalBytes, elapsedMs }: ProgressFacts, columns: number): string {
  const rate = `${amountText((bytesDone / Math.max(1, elapsedMs)) * 1000)}/s`;
  const parts = [...barParts(bytesDone, totalBytes), amountText(bytesDone), rate].join('  ');
  return shortened(
    `${shortened(visible(name), Math.max(SHORTEST_NAME, columns - parts.length - 2))}  ${parts}`,
    columns,
  );
}

function barParts(bytesDone: number, totalBytes: number | undefined): readonly string[] {
  if (totalBytes === undefined) return [];
  const share = totalBytes === 0 ? 1 : Math.min(1, bytesDone / totalBytes);
  const filled = Math.floor(share * BAR_WIDTH);
  return [
    `[${`${'='.repeat(filled)}>`.slice(0, BAR_WIDTH).padEnd(BAR_WIDTH)}]`,
    `${Math.floor(share * 100)} %`.padStart(5),
  ];
}

/** `1.2 GB`. */
export function amountText(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const amount = bytes / 1000 ** unit;
  return `${amount.toFixed(unit > 0 && amount < 10 ? 1 : 0)} ${UNITS[unit] ?? ''}`;
}

/** Characters beyond ASCII count as two columns, as many of them are: a line that breaks cannot be wiped away. */
function shortened(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += character < '\u0080' ? 1 : 2;
    if (width > columns) return text.slice(0, end);
    end += character.length;
  }
  return text;
}
