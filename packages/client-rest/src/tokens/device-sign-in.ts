import { SignInNeeded, type Clock } from '@rightsmith/core';
import {
  asking,
  connectProvider,
  tokenParameters,
  tokensOf,
  type IdentityProvider,
  type Tokens,
} from './identity-provider.js';

/** What a person has to do to sign in. Texts of the provider. */
export interface DevicePrompt {
  /** Page to open, on whatever device. */
  readonly page: string;
  /** Code to enter there. */
  readonly code: string;
  /** The page with the code filled in, where the provider has one. */
  readonly pageWithCode?: string;
}

/** How a person is asked to sign in. */
export interface DeviceSignInOptions {
  readonly show: (prompt: DevicePrompt) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What the service asks tokens for, where it is known. */
  readonly resource?: string;
}

/**
 * Signs a person in by a code for a page (RFC 8628), and waits until that is done.
 *
 * @throws SignInNeeded when it is refused or takes too long; NotSupportedByClient, NetworkError, ServiceError, Aborted
 */
export async function signInByDevice(provider: IdentityProvider, options: DeviceSignInOptions): Promise<Tokens> {
  const { show, signal, clock, resource } = options;
  const { openid, config } = await connectProvider(provider);
  const parameters = tokenParameters(provider, resource);
  return asking(provider.issuer, async () => {
    const device = await openid.initiateDeviceAuthorization(config, parameters);
    const { verification_uri: page, user_code: code, verification_uri_complete: pageWithCode } = device;
    show({ page, code, ...(pageWithCode !== undefined && { pageWithCode }) });
    const inTime = AbortSignal.timeout(Math.min(device.expires_in, 3600) * 1000);
    const { resource: audience } = parameters;
    const forPoll = audience === undefined ? {} : { resource: audience };
    try {
      const answer = await openid.pollDeviceAuthorizationGrant(config, device, forPoll, {
        signal: AbortSignal.any([signal, inTime]),
      });
      return tokensOf(answer, clock.now());
    } catch (cause) {
      if (inTime.aborted && !signal.aborted)
        throw new SignInNeeded('Nobody signed in before the code was over.', { cause });
      throw cause;
    }
  });
}
