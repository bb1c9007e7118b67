/** Why there is no RMS Client to work with, and what can be done. Plain data, so that it crosses threads. */
export interface Missing {
  readonly message: string;
  readonly hint: string;
}

const WHERE_FROM =
  'Install Microsoft’s "Rights Management Service Client 2.1" (setup_msipc_x64.exe, from the Microsoft Download Center), or use another client.';

/** Thrown where the library is looked for; only its data leaves the thread. */
export class MissingLibrary extends Error {
  readonly missing: Missing;

  constructor(missing: Missing) {
    super(missing.message);
    this.missing = missing;
  }
}

export const MISSING_KOFFI: Missing = {
  message: 'The package koffi, which calls native libraries, is not installed or does not work on this machine.',
  hint: 'Install it: npm install koffi@3. Nothing but the RMS Client needs it.',
};

export const WRONG_PLATFORM: Missing = {
  message: `Microsoft’s RMS Client exists for Windows only, and this is ${process.platform}.`,
  hint: 'Use another client here: the embedded authority or the REST protocol.',
};

export const NOT_INSTALLED: Missing = {
  message:
    'Microsoft’s RMS Client 2.1 is not installed: the registry has no SOFTWARE\\Microsoft\\MSIPC\\CurrentVersion.',
  hint: WHERE_FROM,
};

/** The library is there and cannot be used. */
export function unusable(path: string, reason: string): Missing {
  return {
    message: `The RMS Client at ${path} cannot be loaded: ${reason.replace(/\s+/g, ' ').trim()}`,
    hint: `Node is a program for ${process.arch}; the installed RMS Client must be for the same. ${WHERE_FROM}`,
  };
}
