import { packageVersion } from './package-version.js';

/** Runs the command line `rightsmith` with the arguments after its name, and sets the exit code of the process. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  // Scripts ask this often, and it needs no parser.
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`${packageVersion()}\n`);
    return;
  }
  const { runInProcess } = await import('./command-line/run-in-process.js');
  await runInProcess(argv);
}
