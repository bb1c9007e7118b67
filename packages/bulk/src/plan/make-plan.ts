import { basename, join, resolve } from 'node:path';
import { withinAny } from '@rightsmith/core';
import type { BulkOptions } from '../options.js';
import { walk, type WalkOptions } from '../walk/walk.js';
import type { PlanEntry } from './plan-entry.js';
import { ruledProtection } from './rules.js';
import type { SkipReason } from './skip-reasons.js';

/** What a plan is made from. */
export type PlanOptions = Pick<BulkOptions, 'task' | 'input' | 'output' | 'rules' | 'home' | 'journal' | 'signal'>;

/** The files to work on and those that are left alone, by their names and kinds only: none is opened. @throws Aborted */
export async function makePlan(options: PlanOptions): Promise<readonly PlanEntry[]> {
  const entries: PlanEntry[] = [];
  const isHome = withinAny(options.task.verb === 'protect' ? (options.home ?? []) : []);
  for await (const { file, folder, size, skip } of walk(options.input, walkOptions(options))) {
    const into = options.output?.folder === undefined ? undefined : join(options.output.folder, folder);
    entries.push({
      n: entries.length,
      file,
      size,
      ...(into !== undefined && { into }),
      ...(skip === undefined ? (isHome(file) ? { skip: 'home' } : ruled(file, options)) : { skip }),
    });
  }
  return entries;
}

/** What the rules say; an option that forces a protection is stronger (rms-client-features.md §17.4, step 2). */
function ruled(file: string, { task, rules = {} }: PlanOptions): Pick<PlanEntry, 'as' | 'skip'> {
  if (task.verb !== 'protect' || task.request.format !== undefined || task.request.nameStyle !== undefined) return {};
  const as = ruledProtection(basename(file), rules);
  if (as === 'off') return { skip: 'rule-off' };
  return as === 'default' ? {} : { as };
}

function walkOptions({ task, output, journal, signal }: PlanOptions): WalkOptions {
  const own = new Map<string, SkipReason>();
  if (output?.folder !== undefined) own.set(resolve(output.folder), 'output-folder');
  if (journal !== undefined) own.set(resolve(journal), 'journal').set(resolve(`${journal}.lock`), 'journal');
  return { own, leaveSystem: task.verb === 'protect', signal };
}
