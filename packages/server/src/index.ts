export { ADMINISTRATOR_ROLE, SUPER_USER_ROLE } from './options.js';
export type { ClaimNames, IssuerOptions, ServerLimits, ServerOptions } from './options.js';
export { createServer } from './rights-server.js';
export type { ListenOptions, RightsServer } from './rights-server.js';
export { DEFAULT_ALGORITHMS } from './sign-in/verify-token.js';
