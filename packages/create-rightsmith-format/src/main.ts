import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { RightsmithError, UsageError } from '@rightsmith/core';
import { checkChoices, defaultChoices, type FormatChoices } from './choices.js';
import { createFormatPackage } from './create-format-package.js';

const HELP = `create-rightsmith-format DIR [--name NAME] [--extension .EXT] [--magic HEX] [--yes]

Writes a package with a format plugin for Rightsmith into DIR.

  --name NAME        short name and id of the format (else that of the folder)
  --extension .EXT   of its files (else .NAME)
  --magic HEX        the bytes its files begin with (else letters of the name)
  --yes              ask nothing: what is not said follows from the name
`;

/** Does what the arguments ask for and gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = readArguments(argv);
    if (values.help === true) return tell(HELP);
    const [folder, ...others] = positionals;
    if (folder === undefined || others.length > 0) throw new UsageError('One folder is needed.', { hint: HELP });
    const choices = checkChoices(values.yes === true ? chosen(folder, values) : await ask(folder, values));
    const files = createFormatPackage(folder, choices);
    return tell(`${files.map((file) => `  ${file}`).join('\n')}\n\nNext: cd ${folder} && npm install && npm test\n`);
  } catch (error) {
    if (!RightsmithError.is(error)) throw error;
    process.stderr.write(
      `create-rightsmith-format: ${error.message} ${error.where?.file ?? ''}\n${error.hint ?? ''}\n`,
    );
    return error.exitCode;
  }
}

type Values = Partial<FormatChoices> & { readonly yes?: boolean; readonly help?: boolean };

function readArguments(argv: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { name: text, extension: text, magic: text, yes: flag, help: flag },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'The arguments make no sense.', {
      hint: HELP,
      cause,
    });
  }
}

function chosen(folder: string, { name = nameOf(folder), extension, magic }: Values): FormatChoices {
  const usual = defaultChoices(name);
  return { name, extension: extension ?? usual.extension, magic: magic ?? usual.magic };
}

/** Asks for what was not given; an empty answer takes what is offered. */
async function ask(folder: string, given: Values): Promise<FormatChoices> {
  const terminal = createInterface({ input: process.stdin });
  // Not its own questions: they lose lines that arrive early, as piped ones do.
  const lines = terminal[Symbol.asyncIterator]();
  const question = async (text: string, offered: string, known: string | undefined): Promise<string> => {
    if (known !== undefined) return known;
    process.stderr.write(`${text} (${offered}): `);
    const line = await lines.next();
    return (line.done === true ? '' : line.value.trim()) || offered;
  };
  try {
    const name = await question('Name', nameOf(folder), given.name);
    const usual = defaultChoices(name);
    const extension = await question('Extension of its files', usual.extension, given.extension);
    const magic = await question('Bytes its files begin with, in hexadecimal', usual.magic, given.magic);
    return { name, extension, magic };
  } finally {
    terminal.close();
  }
}

const nameOf = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replace(/^(rightsmith-)?format-/, '')
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replace(/^[^a-z]+/, '') || 'toy';

function tell(text: string): number {
  process.stdout.write(text);
  return 0;
}
