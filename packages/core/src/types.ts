/** Any value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** Names and texts, such as the application data of a licence. */
export type StringMap = Readonly<Record<string, string>>;

/** Where the library tells what it does. It never receives keys, tokens or the plaintext of licences. */
export interface Logger {
  debug(message: string, details?: JsonObject): void;
  info(message: string, details?: JsonObject): void;
  warn(message: string, details?: JsonObject): void;
  error(message: string, details?: JsonObject): void;
}

/** The source of the current time, so that tests can choose it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
}

/** The source of randomness. In production the operating system's; a seeded one makes output reproducible in tests. */
export interface RandomSource {
  /** `length` fresh random bytes; the array is the caller's. */
  bytes(length: number): Uint8Array;
}
