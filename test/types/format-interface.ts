// Checked by the compiler alone: what plugin authors write has the types they are told, and no `any` among them.
import type {
  ByteSink,
  ByteSource,
  ContainerFacts,
  ContentCipher,
  Detection,
  Envelope,
  ErrorCode,
  FormatContext,
  FormatHandler,
  FormatInfo,
} from '@rightsmith/core';
import { UnsupportedFormat } from '@rightsmith/core';
import { formatTests, fuzzFormat, testFormat, type FormatTestOptions } from '@rightsmith/testkit';

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
type NoneIsAny<T> = true extends { [Key in keyof T]-?: IsAny<T[Key]> }[keyof T] ? false : true;

/** Does not compile unless every member is `true`. */
export type Checks<_ extends readonly true[]> = unknown;

export type HandlerChecks = Checks<
  [
    Equal<Awaited<ReturnType<FormatHandler['detect']>>, Detection | undefined>,
    Equal<Awaited<ReturnType<FormatHandler['inspect']>>, ContainerFacts>,
    Equal<Parameters<FormatHandler['wrap']>, [ByteSource, Envelope, ByteSink, Partial<FormatContext>]>,
    Equal<Parameters<FormatHandler['unwrap']>, [ByteSource, ContentCipher, ByteSink, Partial<FormatContext>]>,
    Equal<FormatInfo['apiVersion'], 1>,
    Equal<Extract<ErrorCode, 'CorruptFile'>, 'CorruptFile'>,
    NoneIsAny<Required<FormatHandler>>,
    NoneIsAny<FormatContext>,
    NoneIsAny<ContentCipher>,
    NoneIsAny<ContainerFacts>,
    NoneIsAny<FormatTestOptions>,
  ]
>;

const nothing = (): Promise<void> => Promise.resolve();
const facts: ContainerFacts = { status: 'plain', labels: [], obstacles: [], encryptedFacts: [], container: {} };

/** The least that is a format. */
export const least: FormatHandler = {
  info: { id: 'least', apiVersion: 1, title: 'Least', extensions: [], naming: { kind: 'keep' } },
  detect: () => Promise.resolve(undefined),
  inspect: () => Promise.resolve(facts),
  wrap: nothing,
  unwrap: () => Promise.reject(new UnsupportedFormat('Not yet.', { reason: 'version' })),
};

testFormat({ create: () => least, samples: [] }, { describe: () => undefined, it: () => undefined });
fuzzFormat({ create: () => least, samples: [] }) satisfies (data: Uint8Array) => Promise<void>;
formatTests({ create: () => least, samples: [], huge: true });

// @ts-expect-error -- unwrap is missing
export const partly: FormatHandler = { info: least.info, detect: least.detect, inspect: least.inspect, wrap: nothing };

// @ts-expect-error -- there is one version
export const late: FormatInfo = { ...least.info, apiVersion: 2 };

// @ts-expect-error -- a suffix needs its list of prefixed extensions
export const named: FormatInfo['naming'] = { kind: 'suffix', suffix: '.x' };

// @ts-expect-error -- certainty has three words
export const vote: Detection = { status: 'plain', certainty: 'sure', reason: 'it looks so' };

// @ts-expect-error -- the key is out of reach
export const key = (cipher: ContentCipher): unknown => cipher.key;
