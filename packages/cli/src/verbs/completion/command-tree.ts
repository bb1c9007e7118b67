import { PRESENTATION_OPTIONS, SESSION_OPTIONS } from '../common-options.js';
import { optionName, type OptionTable } from '../verb.js';
import { VERB_SUBJECTS, VERBS } from '../verb-table.js';

/** A word to offer and what it means. */
export interface Offer {
  readonly word: string;
  readonly help: string;
}

/** An option to offer. */
export interface OptionOffer extends Offer {
  /** The letter of its short form. */
  readonly short?: string;
  readonly takesValue: boolean;
}

/** What may follow a path of command words: '' for `rightsmith` alone, `templates`, `templates add`. */
export interface CommandNode {
  readonly path: string;
  readonly commands: readonly Offer[];
  readonly options: readonly OptionOffer[];
  readonly takesFiles: boolean;
}

/** Every path of command words with what may follow it, made from the table of verbs. */
export function commandTree(): readonly CommandNode[] {
  const common = [...optionOffers(SESSION_OPTIONS), ...optionOffers(PRESENTATION_OPTIONS)];
  const verbs = VERBS.map(({ name, summary, options, files, operand }) => ({
    path: name,
    help: summary,
    options: optionOffers(options),
    takesFiles: files !== 'none' || operand?.value === 'FILE',
  }));
  const groups = [...new Set(verbs.flatMap(({ path }) => parentsOf(path)))].map((path) => ({
    path,
    help: VERB_SUBJECTS[path.split(' ').at(-1) ?? ''] ?? '',
    options: [],
    takesFiles: false,
  }));
  const all = [...groups, ...verbs];
  return all.map(({ path, options, takesFiles }) => ({
    path,
    commands: all
      .filter((other) => other.path !== '' && parentOf(other.path) === path)
      .map((other) => ({ word: other.path.split(' ').at(-1) ?? '', help: other.help })),
    options: [...options, ...common],
    takesFiles,
  }));
}

/** Text in single quotes of bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function optionOffers(table: OptionTable): OptionOffer[] {
  return Object.entries(table).map(([member, { kind, help, short }]) => ({
    word: `--${optionName(member)}`,
    help,
    takesValue: kind !== 'flag',
    ...(short !== undefined && { short }),
  }));
}

function parentOf(path: string): string {
  return path.split(' ').slice(0, -1).join(' ');
}

function parentsOf(path: string): string[] {
  if (path === '') return [];
  const parent = parentOf(path);
  return [...parentsOf(parent), parent];
}
