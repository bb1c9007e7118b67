/**
 * Steps between which a process can be killed, in their order; at each a run that is continued must find its way.
 *
 * `plan`: the plan is being written. `write`: a result is in its temporary file, not flushed. `flush`: it is flushed. `intent`:
 * the journal names it, not flushed. `rename`: about to take its place. `placed`: it is there, the input is too. `journal`:
 * the file is finished, and the journal does not say so yet.
 */
export type FaultPoint = 'plan' | 'write' | 'flush' | 'intent' | 'rename' | 'placed' | 'journal';

/** `POINT:TIMES`: the process kills itself, as `kill -9` would, when it comes to the point for that time. For tests. */
const VARIABLE = 'RIGHTSMITH_BULK_FAULT';

let armed: { readonly point: string; times: number } | undefined | 'unread' = 'unread';

/** Ends the process here if a test asked for it. */
export function faultPoint(point: FaultPoint): void {
  if (armed === undefined) return;
  if (armed === 'unread') armed = readFault(process.env[VARIABLE]);
  if (armed?.point !== point) return;
  armed.times -= 1;
  if (armed.times <= 0) process.kill(process.pid, 'SIGKILL');
}

function readFault(text: string | undefined): { readonly point: string; times: number } | undefined {
  const [, point, times] = /^([a-z]+):(\d+)$/.exec(text ?? '') ?? [];
  return point === undefined ? undefined : { point, times: Number(times) };
}
