// `node --import` this to run TypeScript sources.
import { register } from 'node:module';

register('./hooks.js', import.meta.url);
