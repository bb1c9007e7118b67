export { openMsipc } from './open-msipc.js';
export type { Msipc } from './open-msipc.js';
export type { Feature } from './abi/features.js';
export type {
  CertificateCredential,
  Credential,
  MsipcClientOptions,
  MsipcOptions,
  OAuthCredential,
  SymmetricKeyCredential,
} from './options.js';
export type { ServiceAddress } from './thread/messages.js';
export type { Challenge, TokenProvider } from './thread/sign-in-thread.js';
