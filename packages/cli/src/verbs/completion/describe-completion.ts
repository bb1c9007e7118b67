import type { CompletionJob } from '../../job/job.js';
import type { VerbFor } from '../verb.js';

/** `rightsmith completion` as data. */
export const COMPLETION: VerbFor<CompletionJob, 'shell'> = {
  name: 'completion',
  files: 'none',
  operand: { member: 'shell', value: 'SHELL', help: 'bash, zsh or fish' },
  summary: 'print a script that completes command lines in a shell',
  notes: [
    'bash: source <(rightsmith completion bash)',
    'zsh: rightsmith completion zsh > a file named _rightsmith in a folder of $fpath',
    'fish: rightsmith completion fish | source',
  ],
  options: {},
};
