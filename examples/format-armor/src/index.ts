export { armor as format } from './armor.js';
