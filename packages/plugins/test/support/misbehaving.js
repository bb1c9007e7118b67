// A format plugin that misbehaves as its options say, in the method its options name; without a deed, `detect` does what the name of
// the file says.
import dgram from 'node:dgram';
import net, { connect } from 'node:net';
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import dns, { lookup } from 'node:dns/promises';
import os from 'node:os';
import v8 from 'node:v8';

const MIB = 1024 * 1024;
const forever = () => new Promise(() => undefined);
const hoard = [];

/** The handle of a datagram socket, below the methods that were taken away. */
const datagramHandle = () => {
  const socket = dgram.createSocket('udp4');
  return Object.getOwnPropertySymbols(socket).flatMap((key) => socket[key]?.handle ?? [])[0];
};

/** Writes a message of its own to the host. */
const say = (message, textLength) => {
  const text = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(textLength ?? text.length);
  process._getActiveHandles().forEach((handle) => handle.write?.(Buffer.concat([head, text])));
};

const builtin = (name) => {
  const module = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`may not use ${name}: there is none here`);
  return module;
};

const DEEDS = {
  'endless loop': () => {
    for (;;);
  },
  silence: forever,
  'heap hog': () => {
    for (;;) hoard.push({ list: new Array(1000).fill(hoard.length) });
  },
  'buffer hog': () => {
    for (let count = 0; count < 64; count += 1) hoard.push(Buffer.alloc(64 * MIB, 1));
    return forever();
  },
  exit: () => process.exit(0),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  'unhandled rejection': () => {
    void Promise.reject(new Error('nobody waits for me'));
    return forever();
  },
  'thrown later': () => {
    setTimeout(() => {
      throw new Error('nobody catches me');
    }, 1);
    return forever();
  },
  'file read': () => readFile('/etc/hostname'),
  'own process': () => import('node:child_process').then(({ execFileSync }) => execFileSync('true')),
  thread: () => import('node:worker_threads').then(({ Worker }) => new Worker('1', { eval: true })),
  connection: () =>
    new Promise((resolve, reject) => {
      connect(80, '127.0.0.1').on('connect', resolve).on('error', reject);
    }),
  fetch: () => fetch('http://127.0.0.1/'),
  'name lookup': () => lookup('example.com'),
  'name question': () => new dns.Resolver()._handle.queryA({}, 'example.com'),
  'waiting for connections': () => net._createServerHandle('127.0.0.1', 0, 4).listen(1),
  'own pipe': () => new net.Socket({ fd: 3 }),
  'datagram below': () => datagramHandle().send({}, [Buffer.from('x')], 1, 9, '127.0.0.1', false),
  'end of the host': () => process.kill(process.ppid, 0),
  'debugger of the host': () => process._debugProcess(process.ppid),
  'priority of the host': () => os.setPriority(process.ppid, 0),
  'flags of V8': () => v8.setFlagsFromString('--trace-turbo'),
  'picture of memory': () => v8.setHeapSnapshotNearHeapLimit(1),
  report: () => {
    if (process.report === undefined) throw new Error('may not use process.report');
  },
  database: () => new (builtin('node:sqlite').DatabaseSync)('/etc/hostname'),
  trace: () =>
    builtin('node:trace_events')
      .createTracing({ categories: ['node'] })
      .enable(),
  'message that is null': () => {
    say(null);
    return forever();
  },
  'empty message': () => {
    say('');
    return forever();
  },
  'endless text': () => {
    say('x', 2 ** 24);
    return forever();
  },
  'deep message': () => {
    say('['.repeat(200_000));
    return forever();
  },
  'message of no kind it knows': () => {
    say({ kind: 'tell', call: 1, what: 'progress' });
    return forever();
  },
  'answer for another': (source) => {
    for (let request = 0; request < 10; request += 1) say({ kind: 'done', call: 99, request, value: 1 });
    say({ kind: 'ready', info: null, methods: null });
    say({ kind: '__proto__', call: 1, __proto__: { polluted: true } });
    say('{"kind":"tell","call":1,"what":"log","args":["info","x",{"__proto__":{"polluted":true}}]}');
    return source.read(0, 1).then(() => undefined);
  },
  'answers it does not take': async () => {
    for (let ask = 0; ask < 500; ask += 1) {
      say({ kind: 'ask', call: 1, ask: 1e6 + ask, object: 'source', method: 'read', args: [0, 4 * MIB] });
    }
    for (;;);
  },
  'inner binding': () => process.binding('tcp_wrap'),
  environment: () => {
    throw new TypeError(`I know ${Object.keys(process.env).join(', ') || 'nothing'}`);
  },
  'no message': () => {
    writeSync(3, 'this is no message at all, nor does it want to be one');
    return forever();
  },
  'many questions': async (source) => {
    const reads = Array.from({ length: 5000 }, (_, index) => source.read(index % 10, 1));
    const bytes = (await Promise.all(reads)).reduce((sum, { length }) => sum + length, 0);
    return { status: 'plain', certainty: 'certain', reason: `${bytes}` };
  },
  'long read': async (source) => {
    const { length } = await source.read(0, 2 ** 40);
    return { status: 'plain', certainty: 'certain', reason: `${length}` };
  },
  'one byte': async (source) => ({ bytes: (await source.read(0, 1)).length }),
  'large facts': () => ({
    status: 'plain',
    labels: ['x'.repeat(2 * MIB)],
    obstacles: [],
    encryptedFacts: [],
    container: {},
  }),
  'facts of nothing': () => ({ status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: null }),
  'labels of nothing': () => ({ status: 'plain', labels: [null], obstacles: [], encryptedFacts: [], container: {} }),
  nonsense: () => ({ status: 'maybe' }),
};

const INFO = { id: 'misbehaving', apiVersion: 1, title: 'Misbehaving', extensions: ['.bad'], naming: { kind: 'keep' } };

export function misbehaving({ deed, at = 'detect' } = {}) {
  if (at === 'load') DEEDS[deed]();
  if (deed === 'no methods') say({ kind: 'ready', info: { ...INFO }, methods: null });
  const plain = { status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: {} };
  const misdeed = (method) => async (source, hint) => {
    if (at === method) return DEEDS[deed ?? hint.name](source);
    return method === 'detect' ? { status: 'plain', certainty: 'certain', reason: 'mine' } : plain;
  };
  return {
    info: INFO,
    detect: misdeed('detect'),
    inspect: misdeed('inspect'),
    wrap: misdeed('wrap'),
    unwrap: misdeed('unwrap'),
  };
}
