import type { ClientInfo, RmsClient } from '@rightsmith/core';

/** Addresses of the people in the tests. The service must know them, and none may be in a group with another. */
export interface ClientPeople {
  /** Publishes. */
  readonly owner: string;
  /** Is granted rights. */
  readonly recipient: string;
  /** Is granted nothing. */
  readonly stranger: string;
}

/**
 * What some services have no way for, beyond what a client's `can` tells: `labels` in licences, a period of a single grant
 * (`grantPeriods`), and licences for content that was never opened online before (`firstUseOffline`).
 */
export type ClientLack = 'labels' | 'grantPeriods' | 'firstUseOffline';

/** The client to test and what it is tested with. */
export interface ClientTestOptions {
  /** Makes a client bound to one of the people. Called several times a test; all clients belong to one service. The kit closes them. */
  readonly create: (identity: string) => RmsClient | Promise<RmsClient>;
  /** What the client says it can do, which chooses the tests. */
  readonly can: ClientInfo['can'];
  /** Default: alice, bob and mallory at `example.com`. */
  readonly people?: ClientPeople;
  /** Name of a template, one of at least two, that lets the owner publish and the recipient open. Without it templates are not tested. */
  readonly template?: string;
  /** Sets the time the service goes by. Without it nothing that ends is tested. */
  readonly setTime?: (time: Date) => void;
  /** What the service has no way for; it is not tested. */
  readonly lacks?: readonly ClientLack[];
}
