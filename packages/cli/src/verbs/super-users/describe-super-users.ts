import type { SuperUsersChangeJob, SuperUsersListJob } from '../../job/job.js';
import type { OperandDescription, VerbFor } from '../verb.js';

const WHO: OperandDescription & { readonly member: 'who' } = { member: 'who', value: 'WHO', help: 'address' };

/** `rightsmith authority super-users list` as data. */
export const SUPER_USERS_LIST: VerbFor<SuperUsersListJob> = {
  name: 'authority super-users list',
  files: 'none',
  summary: 'list the super users',
  notes: [],
  options: {},
};

/** `rightsmith authority super-users add` as data. */
export const SUPER_USERS_ADD: VerbFor<SuperUsersChangeJob, 'who'> = {
  name: 'authority super-users add',
  files: 'none',
  operand: WHO,
  summary: 'make somebody a super user',
  notes: ['Super users open everything of the authority, but only with --super-user, and the record says so.'],
  options: {},
};

/** `rightsmith authority super-users remove` as data. */
export const SUPER_USERS_REMOVE: VerbFor<SuperUsersChangeJob, 'who'> = {
  name: 'authority super-users remove',
  files: 'none',
  operand: WHO,
  summary: 'make somebody a super user no more',
  notes: [],
  options: {},
};
