import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { ColorChoice } from '../job/job.js';

/** Gives a text a colour or weight, or leaves it as it is. */
export type Paint = (style: 'red' | 'yellow' | 'dim', text: string) => string;

/** Paint for what is printed on a stream. */
export function paintFor(choice: ColorChoice, stream: Writable): Paint {
  if (choice === 'never') return noPaint;
  const options = choice === 'always' ? { validateStream: false } : { stream };
  return (style, text) => styleText(style, text, options);
}

/** Leaves every text as it is. */
export const noPaint: Paint = (_style, text) => text;
