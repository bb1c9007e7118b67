import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { PROJECT_FOLDER } from './source-imports.js';

/** The public entries that plugins build on: package folder, built types, and the name of the report. */
export const REPORTED: readonly (readonly [folder: string, types: string, report: string])[] = [
  ['core', 'index.d.ts', 'core'],
  ['core', 'container.d.ts', 'core-container'],
  ['core', 'zip.d.ts', 'core-zip'],
  ['compound-file', 'index.d.ts', 'compound-file'],
  ['testkit', 'index.d.ts', 'testkit'],
];

/** Where the reports are. */
export const REPORT_FOLDER: string = join(PROJECT_FOLDER, 'api');

/**
 * Compares an entry's public names and types with its report, or writes the report anew.
 *
 * @returns what is wrong; empty: nothing
 */
export function checkApi(
  [folder, types, report]: (typeof REPORTED)[number],
  scratch: string,
  write: boolean,
): string[] {
  const problems: string[] = [];
  const result = Extractor.invoke(ExtractorConfig.prepare(configuration(folder, types, report, scratch)), {
    localBuild: write,
    messageCallback: (message) => {
      message.handled = true;
      const isProblem = message.logLevel === ExtractorLogLevel.Error || message.messageId === 'ae-forgotten-export';
      // The second entry of a package names types of the first.
      if (isProblem && report === folder) problems.push(message.text);
    },
  });
  if (!write && result.apiReportChanged) problems.push(`The public names of ${report} have changed.`);
  return problems;
}

function configuration(
  folder: string,
  types: string,
  report: string,
  scratch: string,
): Parameters<typeof ExtractorConfig.prepare>[0] {
  const packageFolder = join(PROJECT_FOLDER, 'packages', folder);
  const quiet = { logLevel: ExtractorLogLevel.None };
  return {
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: join(packageFolder, 'dist', types),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            lib: ['es2023'],
            module: 'node16',
            moduleResolution: 'node16',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [join(packageFolder, 'dist', types)],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${report}.api.md`,
        reportFolder: REPORT_FOLDER,
        reportTempFolder: scratch,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: quiet,
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning },
        },
        tsdocMessageReporting: { default: quiet },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageFolder, 'package.json'),
  };
}
