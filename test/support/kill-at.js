import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded in front of a program by `--import`: ends its process by SIGKILL at a call of the file system, so that nothing
// gets to tidy up. RIGHTSMITH_KILL_AT is POINT:NUMBER:WHEN, such as `rename:3:before` or `datasync:1:after`.
const [point = '', number = '1', when = 'before'] = (process.env.RIGHTSMITH_KILL_AT ?? '').split(':');

let calls = 0;

/** The same function; the chosen call of it is the last thing that happens. */
function deadly(name, original) {
  const isDeadly = () => name === point && (calls += 1) === Number(number);
  function wrapped(...args) {
    if (!isDeadly()) return original.apply(this, args);
    if (when === 'before') die();
    const callback = args.at(-1);
    if (typeof callback === 'function') return original.call(this, ...args.slice(0, -1), die);
    const result = original.apply(this, args);
    if (result instanceof Promise) return result.then(die, die);
    return die();
  }
  // `promisify` finds there how to name what the original calls back with.
  return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
}

function die() {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

fs.write = deadly('write', fs.write);
for (const name of ['rename', 'link', 'unlink']) {
  promises[name] = deadly(name, promises[name]);
  fs[`${name}Sync`] = deadly(name, fs[`${name}Sync`]);
}
const handle = await promises.open(process.execPath);
const prototype = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['sync', 'datasync']) prototype[name] = deadly(name, prototype[name]);
syncBuiltinESMExports();
