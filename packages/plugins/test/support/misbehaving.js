// A format plugin that misbehaves as its options say, in the method its options name.
import { connect } from 'node:net';
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';

const MIB = 1024 * 1024;
const forever = () => new Promise(() => undefined);
const hoard = [];

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
  'inner binding': () => process.binding('tcp_wrap'),
  environment: () => {
    throw new TypeError(`I know ${Object.keys(process.env).join(', ') || 'nothing'}`);
  },
  'no message': () => {
    writeSync(3, 'this is no message at all, nor does it want to be one');
    return forever();
  },
  'many questions': async (source) => {
    for (let count = 0; count < 5000; count += 1) source.read(0, 1).catch(() => undefined);
    return forever();
  },
  'long read': (source) => source.read(0, 2 ** 40),
  'one byte': async (source) => ({ bytes: (await source.read(0, 1)).length }),
  nonsense: () => ({ status: 'maybe' }),
};

export function misbehaving({ deed, at = 'detect' } = {}) {
  if (at === 'load') DEEDS[deed]();
  const plain = { status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: {} };
  const misdeed = (method) => async (source) => {
    if (at === method) return DEEDS[deed](source);
    return method === 'detect' ? { status: 'plain', certainty: 'certain', reason: 'mine' } : plain;
  };
  return {
    info: { id: 'misbehaving', apiVersion: 1, title: 'Misbehaving', extensions: ['.bad'], naming: { kind: 'keep' } },
    detect: misdeed('detect'),
    inspect: misdeed('inspect'),
    wrap: misdeed('wrap'),
    unwrap: misdeed('unwrap'),
  };
}
