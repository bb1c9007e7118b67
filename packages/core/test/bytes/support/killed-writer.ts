// Child process of file-sink-killed.test.ts: writes a new target and dies in the middle of it, as by `kill -9`.
// Arguments: path of the target; `true` when it may be replaced; at which call to the file system to die, from 1.
import fs, { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import { sampleBytes } from './sample-bytes.js';

const [target = '', overwrite, fatalCall] = process.argv.slice(2);
let calls = 0;

/** Lets every call of a function count, and dies at the fatal one after `lastAct`. */
function watched<Values extends unknown[], Result>(
  original: (...values: Values) => Result,
  lastAct: (...values: Values) => void = () => undefined,
): (...values: Values) => Result {
  return function (this: unknown, ...values) {
    calls += 1;
    if (calls === Number(fatalCall)) {
      lastAct(...values);
      process.kill(process.pid, 'SIGKILL');
    }
    return original.apply(this, values);
  };
}

function watchMethods(holder: object, names: readonly string[]): void {
  for (const name of names) Reflect.set(holder, name, watched(Reflect.get(holder, name) as () => unknown));
}

const self = await promises.open(import.meta.filename);
watchMethods(Object.getPrototypeOf(self) as object, ['chmod', 'utimes', 'sync', 'close']);
watchMethods(promises, ['open', 'link', 'rename', 'unlink']);
const writeHalf = (descriptor: number, bytes: Uint8Array): void => {
  fs.writeSync(descriptor, bytes.subarray(0, bytes.length / 2));
};
Reflect.set(fs.write, promisify.custom, watched(promisify(fs.write), writeHalf));
syncBuiltinESMExports();

// Only now, so that it gets the watched functions.
const { fileSink } = await import('../../../src/bytes/file-sink.js');
const content = sampleBytes(3000);
const sink = fileSink(target, { overwrite: overwrite === 'true', like: import.meta.filename });
for (let offset = 0; offset < content.length; offset += 1000) {
  await sink.write(content.subarray(offset, offset + 1000));
}
await sink.commit();
