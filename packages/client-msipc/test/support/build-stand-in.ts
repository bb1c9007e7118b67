import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromKeyObject, publicKeyXml } from '@rightsmith/core';

const SOURCES_FOLDER: string = join(import.meta.dirname, '../stand-in');
const SOURCES: readonly string[] = [
  'memory',
  'text',
  'control',
  'platform',
  'cipher',
  'policy',
  'policy-property',
  'tenant',
  'prompt',
  'token',
  'environment',
  'templates',
  'license',
  'key',
  'serialize',
  'metadata',
].map((name) => join(SOURCES_FOLDER, `${name}.c`));

/** A compiler and what goes behind the sources. */
export interface Toolchain {
  readonly compiler: string;
  readonly flags: readonly string[];
  readonly libraries: readonly string[];
  /** What the library is called. */
  readonly library: string;
  readonly oldLibrary: string;
  readonly program: string;
}

/** For the system the tests run on. */
export const NATIVE: Toolchain = {
  compiler: 'gcc',
  flags: ['-fPIC', '-fvisibility=hidden'],
  libraries: ['-lcrypto', '-lpthread'],
  library: 'libmsipc.so',
  oldLibrary: 'libmsipc-old.so',
  program: 'layouts',
};

/** Why the stand-in cannot be built here; undefined where it can. */
export function lacksToolchain(): string | undefined {
  if (process.platform !== 'linux') return 'the stand-in is built on Linux only';
  const probe = spawnSync('gcc', ['-E', '-x', 'c', '-'], { input: '#include <openssl/evp.h>\n' });
  if (probe.error !== undefined) return 'no gcc';
  return probe.status === 0 ? undefined : 'no headers of OpenSSL (libssl-dev)';
}

/** Builds the stand-in, one of an older version, and the program that tells layouts, in a folder. */
export function buildStandIn(folder: string, toolchain: Toolchain): void {
  writeTenantKey(folder);
  const { compiler, flags, libraries, library, oldLibrary, program } = toolchain;
  const common = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Werror', ...flags];
  const includes = ['-I', folder, '-I', SOURCES_FOLDER];
  const build = (...values: readonly string[]): void => {
    execFileSync(compiler, [...common, ...includes, ...values], { stdio: ['ignore', 'inherit', 'inherit'] });
  };
  build('-shared', '-o', join(folder, library), ...SOURCES, ...libraries);
  build('-shared', '-DSTAND_IN_OLD', '-o', join(folder, oldLibrary), ...SOURCES, ...libraries);
  build('-o', join(folder, program), join(SOURCES_FOLDER, 'layouts.c'));
}

/** A new folder that goes when the process ends. */
export function passingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-stand-in-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The key of the stand-in's tenant: new with each build, so none is in the sources. */
function writeTenantKey(folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = privateKey.export({ type: 'pkcs1', format: 'der' });
  const xml = publicKeyXml(fromKeyObject(createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))));
  const header = [
    `static const unsigned char TENANT_KEY_DER[] = {${[...der].join(',')}};`,
    `#define TENANT_PUBLIC_KEY_XML ${JSON.stringify(xml)}`,
  ];
  writeFileSync(join(folder, 'tenant-key.h'), `${header.join('\n')}\n`);
}
