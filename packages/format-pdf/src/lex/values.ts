/** A number, `true`, `false`, `null` or a keyword that belongs nowhere, exactly as written: numbers are never reformatted. */
export interface PdfWord {
  readonly kind: 'word';
  readonly text: string;
}

export interface PdfName {
  readonly kind: 'name';
  /** Without solidus, escapes resolved, one character a byte. */
  readonly name: string;
}

export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
}

export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
  readonly generation: number;
}

export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfValue[];
}

/** Of keys that stand twice the last one counts. */
export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}

/** A value read to be understood. What is only copied never becomes one. */
export type PdfValue = PdfWord | PdfName | PdfString | PdfReference | PdfArray | PdfDictionary;

export const NULL: PdfWord = { kind: 'word', text: 'null' };

/** What numbers look like that fit into a JavaScript integer. */
const INTEGER = /^[+-]?\d{1,15}$/;
const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** The whole number that the value is; undefined for everything else. */
export function integerOf(value: PdfValue | undefined): number | undefined {
  return value?.kind === 'word' && INTEGER.test(value.text) ? Number(value.text) : undefined;
}

/** The number that the value is; undefined for everything else. */
export function numberOf(value: PdfValue | undefined): number | undefined {
  return value?.kind === 'word' && REAL.test(value.text) ? Number(value.text) : undefined;
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value?.kind === 'name' ? value.name : undefined;
}

export function isBoolean(value: PdfValue | undefined): boolean {
  return value?.kind === 'word' && (value.text === 'true' || value.text === 'false');
}

export function isTrue(value: PdfValue | undefined): boolean {
  return value?.kind === 'word' && value.text === 'true';
}

export function dictionary(entries: Readonly<Record<string, PdfValue>>): PdfDictionary {
  return { kind: 'dictionary', entries: new Map(Object.entries(entries)) };
}

export function array(items: readonly PdfValue[]): PdfArray {
  return { kind: 'array', items };
}

export function name(text: string): PdfName {
  return { kind: 'name', name: text };
}

export function integer(value: number): PdfWord {
  return { kind: 'word', text: String(value) };
}

export function reference(number: number, generation = 0): PdfReference {
  return { kind: 'reference', number, generation };
}

export function string(bytes: Uint8Array): PdfString {
  return { kind: 'string', bytes };
}
