export { formatChallenge, parseChallenge } from './contract/challenge.js';
export type { Challenge } from './contract/challenge.js';
