import type {
  TemplatesAddJob,
  TemplatesListJob,
  TemplatesRemoveJob,
  TemplatesShowJob,
} from '../../job/template-jobs.js';
import type { OperandDescription, VerbFor } from '../verb.js';

const TEMPLATE: OperandDescription & { readonly member: 'template' } = {
  member: 'template',
  value: 'TEMPLATE',
  help: 'its id, or its name in any language',
};

/** `rightsmith templates list` as data. */
export const TEMPLATES_LIST: VerbFor<TemplatesListJob> = {
  name: 'templates list',
  files: 'none',
  summary: 'list the templates to protect with',
  notes: ['Those that the identity may publish with, named in the language of the user.'],
  options: { all: { kind: 'flag', help: 'list archived ones and those for others too' } },
};

/** `rightsmith templates show` as data. */
export const TEMPLATES_SHOW: VerbFor<TemplatesShowJob, 'template'> = {
  name: 'templates show',
  files: 'none',
  operand: TEMPLATE,
  summary: 'tell all about a template',
  notes: ['With --json it is what templates add takes.'],
  options: {},
};

/** `rightsmith templates add` as data. */
export const TEMPLATES_ADD: VerbFor<TemplatesAddJob> = {
  name: 'templates add',
  files: 'one',
  summary: 'add a template from a JSON file',
  notes: [
    'One that has the id already gets a new version, archived or not: files made from it open under the new version.',
  ],
  options: {},
};

/** `rightsmith templates remove` as data. */
export const TEMPLATES_REMOVE: VerbFor<TemplatesRemoveJob, 'template'> = {
  name: 'templates remove',
  files: 'none',
  operand: TEMPLATE,
  summary: 'archive a template',
  notes: ['Nothing new can be protected with it. Files made from it still open, under its last version.'],
  options: {},
};
