import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { UsageError } from '@rightsmith/core';
import type { SessionOptions } from '../job/job.js';
import { configIn, readConfig, type Config } from './config.js';
import type { MsipcProfile, Profile, RestProfile } from './profile.js';

/** A value and where it came from, for `doctor`. */
export interface Setting<Value> {
  readonly value: Value;
  /** `--as`, `profile work`, `RIGHTSMITH_HOME`, `platform` … */
  readonly from: string;
}

/** What a run goes by, after command line, profile, environment and defaults were weighed. */
export interface Settings {
  /** Which RMS client is used. */
  readonly client: Setting<NonNullable<Profile['client']>>;
  /** Address of the identity. */
  readonly as: Setting<string>;
  /** Absolute path of the authority's folder. */
  readonly home: Setting<string>;
  readonly removalRight: Setting<string>;
  /** Absolute path of the configuration; absent when there is none. */
  readonly config?: Setting<string>;
  /** How the REST client is used; present where it is. */
  readonly rest?: Setting<RestProfile>;
  /** How Microsoft's RMS Client is used; present where it is. */
  readonly msipc?: Setting<MsipcProfile>;
  readonly profile?: Setting<string>;
}

/** The right that allows removing protection where the profile names none; rms-client-features.md FFLG-4. */
const DEFAULT_REMOVAL_RIGHT = 'EXPORT';

const NO_PROFILE: NamedProfile = { name: '', choices: {} };

/** A profile of the configuration. */
interface NamedProfile {
  readonly name: string;
  readonly choices: Profile;
}

/**
 * Weighs, strongest first: command line, profile, environment, default. The configuration is looked for in the home only
 * (that of the command line or the environment), never in the current folder.
 *
 * @param platformHome - the home where nothing names one; asked for `RIGHTSMITH_HOME` too
 * @throws UsageError for an unknown profile or an unfit configuration; CannotRead
 */
export async function resolveSettings(options: SessionOptions, platformHome: () => string): Promise<Settings> {
  const defaultHome = namedHome(options) ?? environmentHome(platformHome);
  const path = configPath(options, platformHome);
  const config = await readConfig(path, options.config !== undefined);
  const profile = chooseProfile(config, options.profile, path);
  const { name, choices } = profile?.value ?? NO_PROFILE;
  const from = `profile ${name}`;
  const { client, as, removalRight } = choices;
  return {
    client: given(client, from) ?? { value: 'authority', from: 'default' },
    as: given(options.as, '--as') ?? given(as, from) ?? systemUser(),
    home: namedHome(options) ?? given(homeOf(choices), from) ?? defaultHome,
    ...(choices.client === 'rest' && { rest: { value: choices, from } }),
    ...(choices.client === 'msipc' && { msipc: { value: choices, from } }),
    removalRight: given(removalRight, from) ?? { value: DEFAULT_REMOVAL_RIGHT, from: 'default' },
    ...(config !== undefined && { config: { value: path, from: options.config === undefined ? 'home' : '--config' } }),
    ...(profile !== undefined && { profile: { value: profile.value.name, from: profile.from } }),
  };
}

/** Absolute path of the configuration, whether it is there or not. @throws UsageError where the home has two */
export function configPath(options: SessionOptions, platformHome: () => string): string {
  if (options.config !== undefined) return resolve(options.config);
  return configIn((namedHome(options) ?? environmentHome(platformHome)).value);
}

/** Only the embedded authority has a home. */
function homeOf(choices: Profile): string | undefined {
  return choices.client === 'msipc' ? undefined : choices.home;
}

function given<Value extends string>(value: Value | undefined, from: string): Setting<Value> | undefined {
  return value === undefined ? undefined : { value, from };
}

function namedHome(options: SessionOptions): Setting<string> | undefined {
  return options.home === undefined ? undefined : { value: resolve(options.home), from: '--home' };
}

function environmentHome(platformHome: () => string): Setting<string> {
  const isNamed = (process.env['RIGHTSMITH_HOME'] ?? '') !== '';
  return { value: platformHome(), from: isNamed ? 'RIGHTSMITH_HOME' : 'platform' };
}

function chooseProfile(
  config: Config | undefined,
  named: string | undefined,
  path: string,
): Setting<NamedProfile> | undefined {
  const name = named ?? config?.defaultProfile;
  if (name === undefined) return undefined;
  const choices = config !== undefined && Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  if (choices !== undefined)
    return { value: { name, choices }, from: named === undefined ? 'configuration' : '--profile' };
  throw new UsageError(`There is no profile ${JSON.stringify(name)}.`, {
    where: { file: path },
    hint: 'Profiles are defined in config.json in the home, or in the file of --config.',
  });
}

/** Asserted, as every identity of the embedded authority is. */
function systemUser(): Setting<string> {
  try {
    return { value: `${userInfo().username.replaceAll(/\s/g, '.')}@localhost`, from: 'operating system' };
  } catch (cause) {
    throw new UsageError('The operating system does not say who you are.', { hint: 'Say it by --as WHO.', cause });
  }
}
