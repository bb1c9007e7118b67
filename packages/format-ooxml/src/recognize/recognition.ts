import type { CompoundFile } from '@rightsmith/compound-file';
import type { RightsmithError } from '@rightsmith/core';
import type { Protection } from '../data-spaces/protection.js';
import type { TransformClass } from '../data-spaces/transform.js';
import type { PackageReader } from '../opc/package-reader.js';
import type { BinaryApplication, PackageType } from './office-types.js';
import type { PasswordScheme } from './password-scheme.js';

/** What a file is, as its bytes tell. */
export type Recognition = PlainPackage | PlainBinary | RightsManaged | Damaged | Obstructed;

/** What can be neither protected nor opened. */
export type Obstructed = PasswordProtected | UnknownProtection | MailMessage | NotOffice;

/** An OOXML document without protection. */
export interface PlainPackage {
  readonly kind: 'opc';
  readonly type: PackageType;
  readonly reader: PackageReader;
  readonly isSigned: boolean;
}

/** A document of Office 97–2003 without protection. */
export interface PlainBinary {
  readonly kind: 'binary';
  readonly application: BinaryApplication;
  readonly file: CompoundFile;
  readonly isSigned: boolean;
}

/** A container of rights management. */
export interface RightsManaged {
  readonly kind: 'rights-managed';
  /** `message`: the inside of `message.rpmsg`; `envelope`: by the packaging API of .NET, such as an XPS document. */
  readonly shape: 'opc' | 'binary' | 'message' | 'envelope';
  /** The program of the visible document around a binary one. */
  readonly application?: BinaryApplication | undefined;
  readonly protection: Protection;
  readonly file: CompoundFile;
}

/** A document encrypted with a password. */
export interface PasswordProtected {
  readonly kind: 'password';
  readonly scheme: PasswordScheme;
  /** Excel's own, with which it opens the file without asking; undefined where that cannot be found out. */
  readonly isBuiltInPassword: boolean | undefined;
  readonly application?: BinaryApplication | undefined;
}

/** Data spaces with a transform nobody knows. */
export interface UnknownProtection {
  readonly kind: 'unknown-protection';
  readonly transform: TransformClass;
}

/** `message.rpmsg`: a compressed container of rights management; rpmsg.md §2. */
export interface MailMessage {
  readonly kind: 'mail';
}

/** A container that cannot be read. */
export interface Damaged {
  readonly kind: 'damaged';
  /** Whether enough of it can be read to say that the document was encrypted. */
  readonly isProtected: boolean;
  /** What is wrong with it. */
  readonly detail: string;
  /** What to throw where it is needed whole. */
  readonly error: RightsmithError;
}

/** Something else. */
export interface NotOffice {
  readonly kind: 'not-office';
  /** What it looks like: `a PDF document`. */
  readonly looksLike: string;
}
