import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Setting, Settings } from '../../config/settings.js';
import type { JobContext } from '../../job/job-context.js';
import type { Outcome } from '../../job/outcome.js';
import { packageVersion } from '../../package-version.js';
import { factsText, type Fact } from '../../render/facts-text.js';
import { authorityHealth } from './authority-health.js';
import { msipcHealth, type MsipcHealth } from './msipc-health.js';
import { restFacts, restHealth } from './rest-health.js';

/** Exit code of the answer no: something is in the way. */
const NOT_HEALTHY = 20;

/** Tells the surroundings. Changes nothing. */
export async function runDoctor({ wiring }: JobContext): Promise<Outcome> {
  const settings = await wiring.settings();
  const home = settings.home.value;
  const { problems: authorityProblems, state, templates = 0 } = await authorityHealth(home);
  const homeWritable = isWritable(home);
  const service = await restHealth(settings);
  const msipc = settings.msipc === undefined ? undefined : await msipcHealth(settings.msipc.value);
  const problems = [
    ...(homeWritable ? [] : ['The home cannot be written.']),
    ...authorityProblems,
    ...(service?.problems ?? []),
    ...(msipc?.problems ?? []),
  ];
  const versions = runningVersions();
  return {
    result: {
      ok: problems.length === 0,
      ...versions,
      ...settings,
      rest: undefined,
      msipc: msipc && { ...msipc, problems: undefined },
      homeWritable,
      authority: state,
      templates,
      ...(service !== undefined && { service: { ...service, problems: undefined } }),
      problems,
    },
    text: factsText([
      ['Rightsmith', versions.rightsmith],
      ['Node', versions.node],
      ['System', versions.system],
      ...settingFacts(settings),
      ['Home writable', homeWritable ? 'yes' : 'no'],
      ['Authority', state],
      ['Templates', String(templates)],
      ...restFacts(service),
      ...msipcFacts(msipc),
      ...problems.map((problem): Fact => ['Problem', problem]),
    ]),
    warnings: [],
    ...(problems.length > 0 && { answer: NOT_HEALTHY }),
  };
}

function runningVersions(): Readonly<Record<'rightsmith' | 'node' | 'system', string>> {
  return {
    rightsmith: packageVersion(),
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
  };
}

/** The ladder of features: what the installed version has, and what follows. */
function msipcFacts(msipc: MsipcHealth | undefined): Fact[] {
  if (msipc === undefined) return [];
  const { state, path, version = '', features = [] } = msipc;
  return [
    ['msipc.dll', path === undefined ? state : `${path}${version === '' ? '' : `, version ${version}`}`],
    ...features.map(({ id, present, meaning }): Fact => ['Feature', `${id}: ${present ? 'yes' : 'no'}, ${meaning}`]),
  ];
}

function settingFacts({ client, as, home, removalRight, config, profile }: Settings): Fact[] {
  const fact = (label: string, setting: Setting<string> | undefined): Fact[] =>
    setting === undefined ? [] : [[label, `${setting.value} (from ${setting.from})`]];
  return [
    ...fact('RMS client', client),
    ...fact('Identity', as),
    ...fact('Home', home),
    ...fact('Removal right', removalRight),
    ...fact('Configuration', config),
    ...fact('Profile', profile),
  ];
}

/** A folder that is not there yet is as writable as the one it would be made in. */
function isWritable(folder: string): boolean {
  if (!existsSync(folder) && dirname(folder) !== folder) return isWritable(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
