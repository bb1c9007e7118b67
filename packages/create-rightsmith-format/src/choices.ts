import { UsageError } from '@rightsmith/core';

/** What a new format package is made from. */
export interface FormatChoices {
  /** Short name and id: `toy`. */
  readonly name: string;
  /** Of its files, lower case with the dot: `.toy`. */
  readonly extension: string;
  /** The bytes its files begin with, in hexadecimal: `544f5921`. */
  readonly magic: string;
}

const MOST_MAGIC_BYTES = 32;

/** What is chosen where nothing is said; the extension and the bytes follow from the name. */
export function defaultChoices(name: string): FormatChoices {
  const letters = name.replaceAll('-', '').toUpperCase().slice(0, 3).padEnd(3, 'X');
  return { name, extension: `.${name}`, magic: Buffer.from(`${letters}!`).toString('hex') };
}

/** The choices in their usual form. @throws UsageError for one that cannot be */
export function checkChoices(choices: FormatChoices): FormatChoices {
  const { name } = choices;
  const extension = choices.extension.toLowerCase().replace(/^\.?/, '.');
  const magic = choices.magic.toLowerCase().replaceAll(/^0x|\s/g, '');
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw unfit('name', name, 'small letters, digits and hyphens, a letter first');
  if (!/^\.[a-z0-9][a-z0-9_-]*$/.test(extension)) throw unfit('extension', extension, 'letters and digits, as in .toy');
  if (!/^([0-9a-f]{2})+$/.test(magic) || magic.length > 2 * MOST_MAGIC_BYTES) {
    throw unfit('magic', magic, `1 to ${MOST_MAGIC_BYTES} bytes in hexadecimal, as in 544f5921`);
  }
  return { name, extension, magic };
}

function unfit(choice: string, value: string, wanted: string): UsageError {
  return new UsageError(`${JSON.stringify(value)} is no ${choice}.`, { hint: `It is made of ${wanted}.` });
}
