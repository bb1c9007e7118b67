import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Amount } from './mutations.js';
import { RUN_SOURCES } from '../support/run-sources.js';

/** What a group's run found. */
export interface GroupResult {
  readonly cases: number;
  /** The first findings, at most 20. */
  readonly findings: readonly string[];
  /** Growth of the child's peak memory while it ran. */
  readonly grownKiB: number;
}

/** A child that says nothing for this long (16 cases at most) is hanging, even on a machine that has much else to do. */
const WATCHDOG_MS = 120_000;

/** Runs a group's mutations in a child process; rejects when it hangs or dies. */
export function runGroup(group: string, amount: Amount): Promise<GroupResult> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [group, JSON.stringify(amount)], {
    execArgv: [...RUN_SOURCES],
  });
  return new Promise((resolve, reject) => {
    let last = 'its start';
    let result: GroupResult | undefined;
    const bark = (): void => {
      child.kill('SIGKILL');
      reject(new Error(`${group} hung at or soon after ${last}`));
    };
    let watchdog = setTimeout(bark, WATCHDOG_MS);
    child.on('message', (message: { running: string } | GroupResult) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(bark, WATCHDOG_MS);
      if ('running' in message) last = message.running;
      else result = message;
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watchdog);
      if (result !== undefined) resolve(result);
      else reject(new Error(`${group} died (${signal ?? String(code)}) at or soon after ${last}`));
    });
  });
}
