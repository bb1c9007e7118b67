import { chooseName } from '@rightsmith/core';
import type { Template } from '@rightsmith/core';
import { systemLanguages } from '../../config/system-languages.js';
import { visible } from '../../render/visible.js';

/** How a message names a template. */
export function templateName({ id, names }: Template): string {
  return `${visible(chooseName(names, systemLanguages())?.name ?? '')} (${id})`;
}
