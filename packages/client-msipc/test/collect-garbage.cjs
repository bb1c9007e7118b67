// Preloaded into the threads of cycles.js: each collects its garbage when it is told to, which no other thread can do for it.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { BroadcastChannel, isMainThread } = require('node:worker_threads');
const { setImmediate } = require('node:timers/promises');

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

/** What native objects hold is free only after their finalizers ran, and those run between collections. */
async function collect() {
  for (let round = 0; round < 3; round++) {
    gc();
    await setImmediate();
  }
}

const channel = new BroadcastChannel('garbage');
if (isMainThread) {
  globalThis.collectEverywhere = async (threads) => {
    // While they do, nothing else may keep the process alive.
    channel.ref();
    let open = threads;
    const collected = new Promise((resolve) => {
      channel.onmessage = () => {
        open -= 1;
        if (open === 0) resolve();
      };
    });
    channel.postMessage('collect');
    await Promise.all([collect(), collected]);
    channel.onmessage = null;
    channel.unref();
  };
} else {
  channel.onmessage = async () => {
    await collect();
    channel.postMessage('collected');
  };
}
channel.unref();
