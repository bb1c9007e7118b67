import { setFlagsFromString } from 'node:v8';

/**
 * By release of Node.js: V8 complains on standard error about a flag it does not know, and gives none a promise. Where a release
 * is not named nothing was won by such flags: V8 13 optimizes by a quick compiler first.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  20: ['--no-baseline-batch-compilation', '--interrupt-budget=1000000'],
  22: ['--no-baseline-batch-compilation', '--invocation-count-for-turbofan=30000'],
};

/**
 * Has V8 compile functions by its quick compiler as soon as they are warm, and optimize only those that take much of the time, in this
 * process from now on. Left to itself it optimizes nearly everything, once a thread and on further threads of its own, which take the
 * processors from those that work on files: about two seconds of processor time for each.
 */
export function optimizeLate(): void {
  const [release = ''] = process.versions.node.split('.');
  for (const flag of FLAGS[release] ?? []) setFlagsFromString(flag);
}
