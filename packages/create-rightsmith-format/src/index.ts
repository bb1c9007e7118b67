export { createFormatPackage } from './create-format-package.js';
export { checkChoices } from './choices.js';
export type { FormatChoices } from './choices.js';
