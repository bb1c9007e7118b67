import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The project's root folder. */
export const PROJECT_FOLDER: string = resolve(import.meta.dirname, '../..');

/** One import or re-export statement of a source file. */
export interface SourceImport {
  /** Path of the importing file, from the project's root, with `/`. */
  readonly file: string;
  readonly specifier: string;
  /** For relative specifiers: the imported file's path from the project's root. */
  readonly target?: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** All imports of all packages' sources, static and dynamic, types included. */
export function sourceImports(): SourceImport[] {
  return sourceFiles().flatMap((file) => {
    const text = readFileSync(join(PROJECT_FOLDER, file), 'utf8');
    return [...text.matchAll(IMPORT)].map((match) => {
      const specifier = match[1] ?? match[2] ?? '';
      if (!specifier.startsWith('.')) return { file, specifier };
      return { file, specifier, target: join(dirname(file), specifier).replace(/\.js$/, '.ts') };
    });
  });
}

/** Paths of all packages' sources, from the project's root. */
export function sourceFiles(): string[] {
  const packages = readdirSync(join(PROJECT_FOLDER, 'packages'));
  return packages
    .flatMap((name) =>
      readdirSync(join(PROJECT_FOLDER, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
        join('packages', name, 'src', file).replaceAll('\\', '/'),
      ),
    )
    .filter((file) => file.endsWith('.ts'))
    .sort();
}
