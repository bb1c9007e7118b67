import { integerOf, type PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';

const TIFF = 2;
/** From here on each row begins with a byte that names its own predictor; ISO 32000-2 table 10. */
const FIRST_PNG = 10;

/** Undoes the predictor that a Flate filter's parameters name. @throws CorruptFile */
export function undoPredictor(data: Uint8Array, parameters: ReadonlyMap<string, PdfValue> | undefined): Uint8Array {
  const parameter = (name: string, fallback: number): number => integerOf(parameters?.get(name)) ?? fallback;
  const predictor = parameter('Predictor', 1);
  if (predictor < TIFF) return data;
  const [colors, bits, columns] = [parameter('Colors', 1), parameter('BitsPerComponent', 8), parameter('Columns', 1)];
  const rowBytes = Math.ceil((colors * bits * columns) / 8);
  if (!(rowBytes > 0) || rowBytes > data.length)
    throw damaged('A predictor’s rows have an impossible size.', 'DecodeParms');
  const pixelBytes = Math.max(1, Math.ceil((colors * bits) / 8));
  if (predictor >= FIRST_PNG) return undoPng(data, rowBytes, pixelBytes);
  if (bits !== 8) throw damaged('This predictor is not used with structure.', 'DecodeParms');
  return undoTiff(data, rowBytes, pixelBytes);
}

function undoTiff(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const output = data.slice();
  for (let at = 0; at < output.length; at++) {
    if (at % rowBytes >= pixelBytes) output[at] = (output[at] ?? 0) + (output[at - pixelBytes] ?? 0);
  }
  return output;
}

function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const output = new Uint8Array(rows * rowBytes);
  let written = 0;
  for (let from = 0; from + 1 < data.length; from += rowBytes + 1) {
    const row = data.subarray(from + 1, from + 1 + rowBytes);
    undoPngRow(data[from] ?? 0, row, output, written, { rowBytes, pixelBytes });
    written += row.length;
  }
  return output.subarray(0, written);
}

function undoPngRow(
  type: number,
  row: Uint8Array,
  output: Uint8Array,
  at: number,
  { rowBytes, pixelBytes }: { readonly rowBytes: number; readonly pixelBytes: number },
): void {
  for (let index = 0; index < row.length; index++) {
    const left = index < pixelBytes ? 0 : (output[at + index - pixelBytes] ?? 0);
    const up = at === 0 ? 0 : (output[at + index - rowBytes] ?? 0);
    const upLeft = at === 0 || index < pixelBytes ? 0 : (output[at + index - rowBytes - pixelBytes] ?? 0);
    output[at + index] = (row[index] ?? 0) + predicted(type, left, up, upLeft);
  }
}

/** What the byte is expected to be; PNG §9.2. */
function predicted(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [left, up, upLeft].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
