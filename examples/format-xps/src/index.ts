export { xps as format } from './xps.js';
