import type { ColorChoice, Job, Presentation, SessionOptions } from '../job/job.js';

/** What a command line asks for: a job, or just a text (help or version). */
export type CommandLine =
  | {
      readonly kind: 'job';
      readonly job: Job;
      readonly session: SessionOptions;
      readonly presentation: Presentation;
    }
  | { readonly kind: 'text'; readonly text: string };

/**
 * How errors are to be told, found without parsing: the command line that makes no sense may be the one to tell about.
 */
export function askedPresentation(argv: readonly string[]): Presentation {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return {
    json: options.includes('--json'),
    ndjson: options.includes('--ndjson'),
    verbose: options.includes('--verbose'),
    color: askedColor(options),
  };
}

function askedColor(options: readonly string[]): ColorChoice {
  const asked = /(?:^| )--color[ =](always|never)(?: |$)/.exec(options.join(' '))?.[1];
  return asked === undefined ? 'auto' : (asked as ColorChoice);
}
