/** Below it is what the server offers beyond the protocol. */
export const EXTENSION_ROOT = '/rightsmith/v1';
