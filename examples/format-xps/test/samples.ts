import type { FormatTestOptions } from '@rightsmith/testkit';
import { format } from '../src/index.js';
import { makeXps } from './make-xps.js';

const sized = (bytes: number): { readonly name: string; readonly bytes: Uint8Array } | undefined => {
  const file = makeXps(bytes);
  return file && { name: 'sized.xps', bytes: file };
};

export const OPTIONS: FormatTestOptions = {
  create: format,
  samples: [{ name: 'small.xps', bytes: makeXps(300) ?? new Uint8Array() }],
  ofSize: sized,
};
