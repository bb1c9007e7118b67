import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

/**
 * Two ways to do the same costly work: one piece alone is done `alone`, at once, which spares it the way to another thread
 * and back; several at a time are done `beside` the event loop, where they use every processor. Threads that a program
 * started have the processors already, so there all are done alone.
 */
export function aloneOrBeside<Input, Output>(
  alone: (input: Input) => Output,
  beside: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  if (!isMainThread) return (input) => Promise.resolve().then(() => alone(input));
  let underWay = 0;
  return async (input) => {
    underWay += 1;
    try {
      // Whoever else is asked for in this turn, by another connection perhaps, comes along meanwhile.
      await setImmediate();
      return underWay === 1 ? alone(input) : await beside(input);
    } finally {
      underWay -= 1;
    }
  };
}
