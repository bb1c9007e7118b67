export { restClient } from './rest-client.js';
export type { RestClient } from './rest-client.js';
export type { RestClientOptions } from './options.js';
export { CLOUD_HOSTS } from './http/allowed-hosts.js';
export type { FindServiceRecords } from './discover/srv.js';
export type { TokenRequest, TokenSource } from './tokens/token-source.js';
export type { Challenge } from './contract/challenge.js';
