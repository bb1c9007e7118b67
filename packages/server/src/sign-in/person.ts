/** Who calls, as a token has proved. */
export interface Person {
  readonly address: string;
  readonly aliases: readonly string[];
  /** Addresses. */
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}
