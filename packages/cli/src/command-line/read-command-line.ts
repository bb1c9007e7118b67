import { UsageError } from '@rightsmith/core';
import { CommanderError } from 'commander';
import { checkFilesNamed } from '../bulk/reading-job.js';
import type { Job, Presentation } from '../job/job.js';
import { helpHint } from '../job/next-step.js';
import { PRESENTATION_OPTIONS, SESSION_OPTIONS } from '../verbs/common-options.js';
import type { OptionTable, VerbDescription } from '../verbs/verb.js';
import { VERBS } from '../verbs/verb-table.js';
import type { CommandLine } from './command-line.js';
import { createProgram } from './program.js';

/**
 * Reads the arguments after the program's name.
 *
 * @throws UsageError for anything the tables of verbs and options do not know
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  let printed = '';
  let found: CommandLine | undefined;
  const program = createProgram(
    (text) => (printed += text),
    (verb, operands, options) => {
      const common: Readonly<Record<string, unknown>> = program.opts();
      found = {
        kind: 'job',
        // The parser was made from the tables that describe the job's members, so this is the job the verb names.
        job: { verb: verb.name, ...operandMembers(verb, operands), ...options } as Job,
        session: pick(common, SESSION_OPTIONS),
        presentation: pick(common, PRESENTATION_OPTIONS),
      };
    },
  );
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed };
    throw usageError(error, argv);
  }
  if (found === undefined) throw new UsageError('A command is needed.', { hint: helpHint() });
  if (found.kind === 'job') checkFilesNamed(found.job);
  checkPresentation(found.kind === 'job' ? found.presentation : {});
  return found;
}

function operandMembers({ operand }: VerbDescription, operands: readonly string[]): Readonly<Record<string, unknown>> {
  return operand === undefined ? { files: operands } : { files: [], [operand.member]: operands[0] };
}

function pick(values: Readonly<Record<string, unknown>>, table: OptionTable): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([member]) => member in table));
}

function checkPresentation({ json, ndjson }: Presentation): void {
  if (json === true && ndjson === true) throw new UsageError('--json and --ndjson exclude each other.');
}

/** Commander's texts read `error: unknown option '--foo'`, with a suggestion on a line of its own. */
function usageError(error: CommanderError, argv: readonly string[]): UsageError {
  if (error.code === 'commander.help') return new UsageError('A command is needed.', { hint: helpHint() });
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return new UsageError(message, { hint: suggestion?.replace(/^\(|\)$/g, '') ?? helpHint(verbIn(argv)), cause: error });
}

/** The verb that was meant, as far as that can be told of arguments that make no sense. */
function verbIn(argv: readonly string[]): string | undefined {
  const isAt = (words: readonly string[], at: number): boolean =>
    words.every((word, index) => argv[at + index] === word);
  const isThere = ({ name }: VerbDescription): boolean => argv.some((_, at) => isAt(name.split(' '), at));
  return VERBS.find(isThere)?.name;
}
