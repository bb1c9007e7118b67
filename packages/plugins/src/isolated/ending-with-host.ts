import type { ChildProcess } from 'node:child_process';

/** Of the whole process, as its end is: one that loops for ever would outlive it. */
const CHILDREN = new Set<ChildProcess>();

/** Has a process of ours killed when this one exits. */
export function endWithThisProcess(child: ChildProcess): void {
  if (CHILDREN.size === 0) process.on('exit', killAll);
  CHILDREN.add(child);
}

/** The process has ended. */
export function dismiss(child: ChildProcess): void {
  CHILDREN.delete(child);
  if (CHILDREN.size === 0) process.removeListener('exit', killAll);
}

function killAll(): void {
  for (const child of CHILDREN) child.kill('SIGKILL');
}
