/** What a plugin in a process of its own may use; more ends the process. */
export interface IsolationLimits {
  /** Resident bytes of the process. */
  readonly residentBytes: number;
  /** Milliseconds in which it must say something while an answer of it is waited for. */
  readonly silenceMs: number;
}

/** The limits where none are named. */
export const DEFAULT_ISOLATION_LIMITS: IsolationLimits = {
  residentBytes: 512 * 1024 * 1024,
  silenceMs: 20_000,
};
