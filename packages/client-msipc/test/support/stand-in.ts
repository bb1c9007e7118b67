import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as koffi from 'koffi';
import { buildStandIn, lacksToolchain, NATIVE, passingFolder } from './build-stand-in.js';

/** The built stand-in library and what tests order from it. Its functions of control are explained in `stand-in/control.c`. */
export class StandIn {
  readonly library: string;
  /** The same without what came with later versions. */
  readonly oldLibrary: string;
  /** What the C compiler says of the structures. */
  readonly layouts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly #loaded: koffi.LibraryHandle;

  constructor(library: string, oldLibrary: string, layouts: StandIn['layouts']) {
    this.library = library;
    this.oldLibrary = oldLibrary;
    this.layouts = layouts;
    this.#loaded = koffi.load(library);
  }

  /** The call of a function after `skip` others fails with an HRESULT, once. */
  fail(name: string, hresult: number, skip = 0): void {
    this.#loaded.func('void StandInFail(const char *name, uint32_t code, uint32_t skip)')(name, hresult, skip);
  }

  /** Everything that is not as it was at the start: what a test has to give back. */
  get leftovers(): Readonly<Record<string, number | string>> {
    const left = Object.entries({
      blocks: this.#number('StandInLiveBlocks'),
      handles: this.#number('StandInLiveHandles'),
      misuses: this.#number('StandInMisuses'),
      ...(process.platform !== 'win32' && {
        events: this.#number('StandInLiveEvents'),
        certificates: this.#number('StandInLiveCertificates'),
      }),
    }).filter(([, count]) => count !== 0);
    if (left.some(([name]) => name === 'misuses'))
      return { ...Object.fromEntries(left), last: this.text('StandInLastMisuse') };
    return Object.fromEntries(left);
  }

  /** Back to how it begins. */
  reset(): void {
    this.order('StandInForgetOrders');
    this.order('StandInForgetThreads');
    this.set('StandInHang', 0);
    this.set('StandInCallBackFromThread', 0);
    this.set('StandInAllowFromScratch', 1);
    this.setUser('alice@example.com');
    this.setTime(undefined);
  }

  order(name: 'StandInForgetOrders' | 'StandInForgetThreads'): void {
    this.#loaded.func(`void ${name}()`)();
  }

  set(name: 'StandInHang' | 'StandInCallBackFromThread' | 'StandInAllowFromScratch', value: number): void {
    this.#loaded.func(`void ${name}(int32_t on)`)(value);
  }

  /** Who is signed in to Windows; empty: nobody. */
  setUser(address: string): void {
    this.#loaded.func('void StandInSetWindowsUser(const char *address)')(address);
  }

  /** The service's time; undefined: the real one. */
  setTime(time: Date | undefined): void {
    const ticks = time === undefined ? 0n : (BigInt(time.getTime()) + 11_644_473_600_000n) * 10_000n;
    this.#loaded.func('void StandInSetTime(uint64_t time)')(ticks);
  }

  /** How many threads of the system have called the library. */
  get threads(): number {
    return this.#number('StandInThreads');
  }

  text(name: 'StandInCredential' | 'StandInRegistered' | 'StandInApplication' | 'StandInLastMisuse'): string {
    return this.#loaded.func(`const char *${name}()`)() as string;
  }

  /** Nanoseconds that the library itself takes for runs. */
  timeRuns(encrypting: boolean, size: number, rounds: number): number {
    const run = this.#loaded.func('uint64_t StandInTimeRuns(int32_t encrypting, uint32_t size, uint32_t rounds)');
    return Number(run(Number(encrypting), size, rounds));
  }

  #number(name: string): number {
    return this.#loaded.func(`uint32_t ${name}()`)() as number;
  }
}

let built: StandIn | undefined;

/** The stand-in, built when it is first asked for; or that of `RIGHTSMITH_STAND_IN`, a folder somebody built it in. */
export function standIn(): StandIn {
  return (built ??=
    process.env['RIGHTSMITH_STAND_IN'] === undefined ? build() : prebuilt(process.env['RIGHTSMITH_STAND_IN']));
}

function build(): StandIn {
  const folder = passingFolder();
  buildStandIn(folder, NATIVE);
  const layouts = execFileSync(join(folder, NATIVE.program), { encoding: 'utf8' });
  return new StandIn(
    join(folder, NATIVE.library),
    join(folder, NATIVE.oldLibrary),
    JSON.parse(layouts) as StandIn['layouts'],
  );
}

function prebuilt(folder: string): StandIn {
  const layouts = readFileSync(join(folder, 'layouts.json'), 'utf8');
  return new StandIn(
    join(folder, 'msipc.dll'),
    join(folder, 'msipc-old.dll'),
    JSON.parse(layouts) as StandIn['layouts'],
  );
}

/** Like `describe`, for tests that need the stand-in: without a compiler they are skipped with the reason, but fail where `CI` is `true`. */
export function describeWithStandIn(title: string, body: (library: () => StandIn) => void): void {
  const reason = process.env['RIGHTSMITH_STAND_IN'] === undefined ? lacksToolchain() : undefined;
  const withHooks = (): void => {
    before(function () {
      this.timeout(120_000);
      standIn();
    });
    beforeEach(() => {
      standIn().reset();
    });
    body(standIn);
  };
  if (reason === undefined || process.env['CI'] === 'true') describe(title, withHooks);
  else describe.skip(`${title} (skipped: ${reason})`, withHooks);
}
