import { Command, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../package-version.js';
import { PRESENTATION_OPTIONS, SESSION_OPTIONS } from '../verbs/common-options.js';
import { operandText, optionFlags, type OptionTable, type VerbDescription } from '../verbs/verb.js';
import { VERB_SUBJECTS, VERBS } from '../verbs/verb-table.js';

/** Takes what the parser found: the verb, its operands and its own options by their names in a job. */
export type VerbAction = (
  verb: VerbDescription,
  operands: readonly string[],
  options: Readonly<Record<string, unknown>>,
) => void;

/** The parser, made from the tables of verbs and options. It prints through `write` and throws CommanderError instead of exiting. */
export function createProgram(write: (text: string) => void, action: VerbAction): Command {
  const program = new Command('rightsmith')
    .description('Protect, inspect and open rights-managed files.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => undefined })
    .exitOverride();
  addOptions(program, SESSION_OPTIONS);
  addOptions(program, PRESENTATION_OPTIONS);
  for (const verb of VERBS) addVerb(program, verb, action);
  return program;
}

function addVerb(program: Command, verb: VerbDescription, action: VerbAction): void {
  const words = verb.name.split(' ');
  const name = words.pop() ?? verb.name;
  const command = groupCommand(program, words).command(name).summary(verb.summary);
  command.description([capitalized(verb.summary), ...verb.notes].join('\n'));
  const operand = operandText(verb).trim();
  const argument = operand.startsWith('[') ? operand : `<${operand}>`;
  if (operand !== '') command.argument(argument, verb.operand?.help ?? 'input; - is standard input');
  addOptions(command, verb.options);
  command.action(() => {
    action(verb, command.args, command.opts());
  });
}

/** The command that holds the verbs with this subject (`authority`); the program itself where there is none. */
function groupCommand(program: Command, words: readonly string[]): Command {
  let group = program;
  for (const word of words) {
    group =
      group.commands.find((command) => command.name() === word) ??
      group.command(word).description(VERB_SUBJECTS[word] ?? '');
  }
  return group;
}

function addOptions(command: Command, options: OptionTable): void {
  for (const [member, description] of Object.entries(options)) {
    const option = new Option(optionFlags(member, description), description.help);
    if (description.choices !== undefined) option.choices(description.choices);
    if (description.kind === 'list') option.argParser(collect);
    if (description.kind === 'number') option.argParser(wholeNumber);
    command.addOption(option);
  }
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('A whole number is needed.');
  return number;
}

function capitalized(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
