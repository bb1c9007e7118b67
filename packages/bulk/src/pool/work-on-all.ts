import { FILES_AT_ONCE } from './amounts.js';
import { Gate } from './gate.js';
import type { FileAnswer, FileOrder, ReadAnswer, SharedCounters } from './messages.js';

/** What a thread does with its orders, beside the work on each. */
export interface ThreadRun<Answer extends FileAnswer | ReadAnswer = FileAnswer> {
  /** Never throws. */
  readonly workOn: (order: FileOrder) => Promise<Answer>;
  readonly counters: Pick<SharedCounters, 'failed' | 'stopped'>;
  /** No file is begun when more than so many failed, in all threads. */
  readonly maxErrors: number;
  readonly signal: AbortSignal;
}

/**
 * Works on files of one order after the other, a few at the same time whatever order they are of, and answers in their order. Those
 * that are not begun, because the run ends or the service asked to slow down, are for later.
 */
export function workOnAll<Answer extends FileAnswer | ReadAnswer>(
  run: ThreadRun<Answer>,
): (orders: readonly FileOrder[]) => Promise<readonly (Answer | Later)[]> {
  const gate = new Gate(FILES_AT_ONCE);
  return (orders) => {
    let isThrottled = false;
    const workOn = async (order: FileOrder): Promise<Answer | Later> => {
      if (isThrottled || !mayBegin(run)) return { kind: 'later' };
      const answer = await run.workOn(order);
      if (answer.kind !== 'failed') return answer;
      if (answer.error.code === 'Throttled') isThrottled = true;
      else Atomics.add(run.counters.failed, 0, 1);
      return answer;
    };
    return Promise.all(orders.map((order) => gate.pass(() => workOn(order))));
  };
}

type Later = Extract<FileAnswer, { readonly kind: 'later' }>;

function mayBegin({ counters, maxErrors, signal }: Pick<ThreadRun, 'counters' | 'maxErrors' | 'signal'>): boolean {
  if (signal.aborted || Atomics.load(counters.stopped, 0) !== 0) return false;
  return Atomics.load(counters.failed, 0) <= maxErrors;
}
