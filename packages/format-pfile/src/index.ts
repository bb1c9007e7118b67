export { pfile } from './pfile.js';
