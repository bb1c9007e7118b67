// Forked by bench/service.ts: callers of a service in a process of their own. Each job is a list of requests; it answers with
// the milliseconds that each took and those of all together.
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** @param {{ url: string, token: string, body: string }} call */
function send(call, agent) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const headers = { authorization: `Bearer ${call.token}`, 'content-type': 'application/json' };
    const sent = request(call.url, { method: 'POST', agent, headers }, (answer) => {
      answer.on('data', () => undefined);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`HTTP ${answer.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(call.body);
  });
}

process.on('message', async ({ calls, count, callers }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const times = [];
  let next = 0;
  const start = performance.now();
  const caller = async () => {
    while (next < count) {
      const number = next++;
      times[number] = await send(calls[number % calls.length], agent);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  process.send({ times, milliseconds: performance.now() - start });
  agent.destroy();
});
