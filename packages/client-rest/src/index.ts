export { restClient } from './rest-client.js';
export type { RestClient } from './rest-client.js';
export type { RestClientOptions } from './options.js';
export { CLOUD_HOSTS } from './http/allowed-hosts.js';
export type { FindServiceRecords } from './discover/srv.js';
export type { TokenRequest, TokenSource } from './tokens/token-source.js';
export type { Challenge } from './contract/challenge.js';

// tokens
export { clientCredentials } from './tokens/client-credentials.js';
export { signInByDevice } from './tokens/device-sign-in.js';
export type { DevicePrompt, DeviceSignInOptions } from './tokens/device-sign-in.js';
export type { IdentityProvider, Tokens } from './tokens/identity-provider.js';
export { keptTokens } from './tokens/kept-tokens.js';
export { staticToken } from './tokens/static-token.js';
export { fileTokenStore, memoryTokenStore, tokenFile } from './tokens/token-store.js';
export type { TokenStore } from './tokens/token-store.js';
