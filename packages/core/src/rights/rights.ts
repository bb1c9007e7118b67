/** What is known about one right; licenses.md §8.1. */
export interface Right {
  /** As licences spell it: upper case. */
  readonly name: string;
  /** What portals call it; absent where no portal shows it. */
  readonly commonName?: string;
  /** The constant of the Windows API. */
  readonly windowsName?: string;
  /** What it allows, for a person to read. */
  readonly allows: string;
}

/** Every right with a known meaning. Licences may name others (custom rights). */
export const RIGHTS: readonly Right[] = [
  { name: 'VIEW', commonName: 'View', windowsName: 'IPC_GENERIC_READ', allows: 'open' },
  { name: 'EDIT', commonName: 'Save', windowsName: 'IPC_GENERIC_WRITE', allows: 'save in place' },
  { name: 'DOCEDIT', commonName: 'Edit Content', allows: 'change the content' },
  { name: 'COMMENT', commonName: 'Comment', windowsName: 'IPC_GENERIC_COMMENT', allows: 'annotate' },
  { name: 'EXPORT', commonName: 'Save As', windowsName: 'IPC_GENERIC_EXPORT', allows: 'save without protection' },
  { name: 'EXTRACT', commonName: 'Copy', windowsName: 'IPC_GENERIC_EXTRACT', allows: 'copy parts out' },
  { name: 'PRINT', commonName: 'Print', windowsName: 'IPC_GENERIC_PRINT', allows: 'print' },
  { name: 'FORWARD', commonName: 'Forward', windowsName: 'IPC_EMAIL_FORWARD', allows: 'forward mail' },
  { name: 'REPLY', commonName: 'Reply', windowsName: 'IPC_EMAIL_REPLY', allows: 'answer mail' },
  { name: 'REPLYALL', commonName: 'Reply All', windowsName: 'IPC_EMAIL_REPLYALL', allows: 'answer mail to everybody' },
  { name: 'OBJMODEL', commonName: 'Allow Macros', allows: 'use from programs and macros' },
  { name: 'VIEWRIGHTSDATA', commonName: 'View Rights', windowsName: 'IPC_READ_RIGHTS', allows: 'read the policy' },
  { name: 'EDITRIGHTSDATA', commonName: 'Change Rights', windowsName: 'IPC_WRITE_RIGHTS', allows: 'change the policy' },
  { name: 'OWNER', commonName: 'Full Control', windowsName: 'IPC_GENERIC_ALL', allows: 'everything' },
  { name: 'AUDITEDEXTRACT', allows: 'copy parts out where that is logged' },
  { name: 'SIGN', allows: 'sign' },
];

/** The right that implies all others, custom ones included. */
export const OWNER_RIGHT = 'OWNER';

const RIGHTS_BY_NAME: ReadonlyMap<string, Right> = new Map(RIGHTS.map((right) => [right.name, right]));

/** The form in which two names of the same right are equal: upper case. Only A–Z have case: no other letter turns into one of a known right. */
export function normalizeRight(name: string): string {
  return name.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The entry of {@link RIGHTS} for a name in any case; undefined for a custom right. */
export function knownRight(name: string): Right | undefined {
  return RIGHTS_BY_NAME.get(normalizeRight(name));
}

/** Whether a list of rights allows what `right` names: it is listed, or OWNER is. Case does not count. */
export function allowsRight(rights: readonly string[], right: string): boolean {
  const wanted = normalizeRight(right);
  return rights.some((held) => {
    const name = normalizeRight(held);
    return name === wanted || name === OWNER_RIGHT;
  });
}
