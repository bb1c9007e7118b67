import { ERROR_CODES } from '@rightsmith/core';
import { PRESENTATION_OPTIONS, SESSION_OPTIONS } from '../../src/verbs/common-options.js';
import { operandText, optionFlags, type OptionTable, type VerbDescription } from '../../src/verbs/verb.js';
import { VERBS } from '../../src/verbs/verb-table.js';

/** A made part of the page: `<!-- made: NAME -->`, the part, `<!-- end -->`. */
const MADE_PART = /(<!-- made: (.+?) -->\n).*?(<!-- end -->)/gs;

/** The page with its made parts made anew from the tables. */
export function remadePage(page: string): string {
  const parts = madeParts();
  return page.replace(MADE_PART, (_whole, start: string, name: string, end: string) => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`There is no part ${name} to make.`);
    return `${start}\n${part}\n\n${end}`;
  });
}

/** Every part the page must have, by name. */
export function madeParts(): ReadonlyMap<string, string> {
  return new Map([
    ['common options', optionTable({ ...SESSION_OPTIONS, ...PRESENTATION_OPTIONS })],
    ['exit codes', exitCodeTable()],
    ...VERBS.map((verb): [string, string] => [verb.name, verbPart(verb)]),
  ]);
}

function verbPart(verb: VerbDescription): string {
  const options = Object.keys(verb.options).length === 0 ? [] : [optionTable(verb.options)];
  return [
    '```text',
    `rightsmith ${verb.name}${operandText(verb)} [options]`,
    '```',
    '',
    ...spaced(verb.notes),
    ...options,
  ]
    .join('\n')
    .trim();
}

const spaced = (notes: readonly string[]): readonly string[] => (notes.length === 0 ? [] : [notes.join(' '), '']);

function optionTable(options: OptionTable): string {
  const rows = Object.entries(options).map(([member, option]) => [`\`${optionFlags(member, option)}\``, option.help]);
  return table(['option', 'means'], rows);
}

function exitCodeTable(): string {
  const codes = new Map<number, string[]>([
    [0, ['done']],
    [20, ['the answer is no']],
  ]);
  for (const [code, { exitCode }] of Object.entries(ERROR_CODES)) {
    codes.set(exitCode, [...(codes.get(exitCode) ?? []), `\`${code}\``]);
  }
  const rows = [...codes]
    .sort(([one], [other]) => one - other)
    .map(([exit, names]) => [String(exit), names.join(', ')]);
  return table(['exit code', 'means'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
