import type { Limits } from '../bytes/limits.js';
import type { ByteSink, Spool } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import type { CipherMode, ContentCipher } from '../cipher/content-cipher.js';
import type { UnsupportedReason, Where } from '../errors.js';
import type { Label } from '../rights/policy.js';
import type { Clock, JsonObject, Logger, RandomSource } from '../types.js';
import type { WarningCode } from '../warnings.js';

/** How a protected file is named; rms-client-features.md §17.4. */
export type NamingRule =
  /** The name stays: `a.docx` → `a.docx`. */
  | { readonly kind: 'keep' }
  /**
   * `suffix` is appended (`a.vsd` → `a.vsd.pfile`), except for `prefixed` extensions, which get the letter p in front
   * (`a.txt` → `a.ptxt`). Both lower case and with the dot.
   */
  | { readonly kind: 'suffix'; readonly suffix: string; readonly prefixed: readonly string[] };

/** Fixed data about a format. */
export interface FormatInfo {
  /** Short and stable: `pfile`, `ooxml`, `pdf`. */
  readonly id: string;
  /** Of the handler interface; 1. */
  readonly apiVersion: 1;
  readonly title: string;
  /** Lower case with the dot: plain files this format takes, and its protected ones. Empty: any. */
  readonly extensions: readonly string[];
  readonly naming: NamingRule;
  /** What `unwrap` gives back means the same, but is not the same bytes. Absent: it is, byte for byte. */
  readonly rewrites?: boolean;
  /** `relicense` changes the labels in the container where it is given others. Absent: they stay. */
  readonly relabels?: boolean;
}

/** What a handler says about a file. */
export interface Detection {
  readonly status: 'plain' | 'protected' | 'other-protection';
  /** `certain`: by the format's own magic and structure; `likely`: by outward signs; `fallback`: would take any file. */
  readonly certainty: 'certain' | 'likely' | 'fallback';
  /** One clause for a person: `PFILE 3.0`. */
  readonly reason: string;
}

/** Something that stands against protecting the file. */
export interface Obstacle {
  readonly reason: UnsupportedReason;
  /** What is the matter. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The caller may insist, by the setting named in `message` or `hint`; the handler then lists the obstacle no more. */
  readonly overridable: boolean;
}

/** Everything knowable about a container without a key. */
export interface ContainerFacts {
  readonly status: Detection['status'];
  /** The format's own version, such as `3.0`. */
  readonly version?: string;
  /** The publishing licence exactly as stored. */
  readonly license?: Uint8Array;
  /** With the dot; untrusted text. */
  readonly originalExtension?: string;
  /** Plaintext bytes, only where they are certain without a key. */
  readonly contentLength?: number;
  /** What the container says about the cipher; the licence decides. */
  readonly cipherHint?: string;
  readonly labels: readonly Label[];
  readonly obstacles: readonly Obstacle[];
  /** Names of facts that only a key can reveal. */
  readonly encryptedFacts: readonly string[];
  /** The format's own facts, documented per format in docs/reference. */
  readonly container: JsonObject;
}

/** A file inside a container. */
export interface ContainedFile {
  /** Path inside the container, with slashes; untrusted text, never a place to write to. */
  readonly name: string;
  /** Whoever takes it closes it. Where the file cannot be read (a password, damage, a limit), reading throws why. */
  readonly source: ByteSource;
}

/** What `wrap` puts around the content. */
export interface Envelope {
  /** UTF-8 with byte order mark; `encodeLicense` makes what the container wants. */
  readonly license: Uint8Array;
  readonly cipher: ContentCipher;
  /** File name, for its extension; untrusted text. */
  readonly name: string;
  readonly labels: readonly Label[];
  /** The labels are to be told instead of those the document has, and not beside them. */
  readonly replacesLabels?: boolean;
}

/**
 * Surroundings of one call. `defaultFormatContext()` makes one; members left out of a caller's object are filled from it.
 * The functions may be taken out and passed on.
 */
export interface FormatContext {
  readonly signal: AbortSignal;
  /** Content bytes done so far; never decreases. */
  readonly progress: (bytesDone: number) => void;
  readonly warn: (code: WarningCode, where?: Where) => void;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** This handler's options for this run. */
  readonly settings: JsonObject;
  /** New scratch space; the engine closes it when the call ends. */
  readonly spool: () => Promise<Spool>;
}

/**
 * A container format: a factory makes one object. Wrap and unwrap are all a format does; keys, licences, identities and
 * files belong to the engine. Sources and sinks are opened and closed by the caller. Methods keep no state between calls
 * and may run at the same time. Only errors of the catalogue leave it.
 */
export interface FormatHandler {
  readonly info: FormatInfo;
  /**
   * By content; the name is a hint. `undefined`: not mine. The source arrives with a byte budget (`limits.detectBytes`).
   * Never throws on content; failures of the source pass through.
   */
  detect(
    source: ByteSource,
    hint: { readonly name?: string },
    context: Partial<FormatContext>,
  ): Promise<Detection | undefined>;
  /** Everything knowable without a key, plain files included. @throws CorruptFile, UnsupportedFormat, LimitReached */
  inspect(source: ByteSource, context: Partial<FormatContext>): Promise<ContainerFacts>;
  /** Writes a protected file. Nothing is written before the input was found fit. */
  wrap(source: ByteSource, envelope: Envelope, sink: ByteSink, context: Partial<FormatContext>): Promise<void>;
  /** Writes the original. @throws CorruptFile; what was written until then must be thrown away */
  unwrap(source: ByteSource, cipher: ContentCipher, sink: ByteSink, context: Partial<FormatContext>): Promise<void>;
  // A capability is the presence of its method.
  /**
   * As `wrap`, for content of unknown length. `detect` and `inspect` then got only its beginning, in a source that claims the
   * largest size there is; if they read beyond it, the content is wrapped from scratch space instead.
   *
   * @throws UnsupportedFormat (`length-needed`) before anything is written
   */
  wrapStream?(
    stream: ReadableStream<Uint8Array>,
    envelope: Envelope,
    sink: ByteSink,
    context: Partial<FormatContext>,
  ): Promise<void>;
  /**
   * The same container with another licence; content bytes and key unchanged.
   *
   * @param labels - those it is to have from now on, for formats that say `relabels`; absent: as they are
   */
  relicense?(
    source: ByteSource,
    license: Uint8Array,
    sink: ByteSink,
    context: Partial<FormatContext>,
    labels?: readonly Label[],
  ): Promise<void>;
  /**
   * The mode the content is really in, where a container can show another than the one its licence names. A new licence
   * for the same content names it. Absent: the mode of the cipher.
   */
  contentMode?(source: ByteSource, cipher: ContentCipher, context: Partial<FormatContext>): Promise<CipherMode>;
  /** The plaintext by range. The result's `close` leaves `source` and `cipher` open. @throws CorruptFile when the tail is wrong */
  openContent?(source: ByteSource, cipher: ContentCipher, context: Partial<FormatContext>): Promise<ByteSource>;
  /**
   * Files inside a plain container, one at a time: the source of one is closed before the next is asked for. Nothing for a
   * file that is no container. What has to be unpacked goes through `context.spool`, and no further than it is read.
   *
   * @throws CorruptFile, UnsupportedFormat, LimitReached when the list itself cannot be read
   */
  children?(source: ByteSource, context: Partial<FormatContext>): AsyncIterable<ContainedFile>;
}
