import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CannotWrite, OutputExists } from '@rightsmith/core';
import { checkChoices, type FormatChoices } from './choices.js';
import { dependencyVersions } from './dependency-versions.js';

/** npm leaves `.gitignore` out of packages, so templates have no dot. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore', 'package.template.json': 'package.json' };

/**
 * Writes a package with a format plugin into a folder that is not there yet, or empty. It passes lint, type check, tests
 * and the checks of a published package as it is.
 *
 * @returns the paths of the files, from the folder
 * @throws UsageError for choices that cannot be; OutputExists for a folder with something in it; CannotWrite
 */
export function createFormatPackage(folder: string, choices: FormatChoices): readonly string[] {
  const target = resolve(folder);
  const replaced = replacements(checkChoices(choices), target);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new OutputExists('There is something in the folder already.', { where: { file: target } });
  }
  const written = templateFiles().map(([name, text]): readonly [string, string] => [
    name.replaceAll('__name__', choices.name),
    text.replaceAll(/__([A-Z_]+|name|Name)__/g, (whole, key: string) => replaced[key] ?? whole),
  ]);
  for (const [name, text] of written) writeOne(join(target, name), text);
  return written.map(([name]) => name);
}

function replacements({ name, extension, magic }: FormatChoices, target: string): Readonly<Record<string, string>> {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const identifier = words.join('').replace(/^./, (letter) => letter.toLowerCase());
  return {
    name,
    Name: words.join(' '),
    FACTORY:
      /^(new|delete|class|function|default|import|export|in|for|if|do|void|with|var|let|const|enum|null|true|false|this|super|switch|case|try|throw|while|return|yield|await)$/.test(
        identifier,
      )
        ? `${identifier}Format`
        : identifier,
    EXTENSION: extension,
    MAGIC: magic,
    ...dependencyVersions(target),
  };
}

/** Names (from the package's folder) and texts. */
function templateFiles(): readonly (readonly [string, string])[] {
  const folder = join(import.meta.dirname, '../template');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = join(entry.parentPath, RENAMED[entry.name] ?? entry.name).slice(folder.length + 1);
      return [name.replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    });
}

function writeOne(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw new CannotWrite('The file cannot be written.', { where: { file: path }, cause });
  }
}
