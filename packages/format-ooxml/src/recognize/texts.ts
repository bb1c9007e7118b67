import type { Obstacle } from '@rightsmith/core';
import { EMPTY } from './looks-like.js';
import type { BinaryApplication } from './office-types.js';
import { PASSWORD_SCHEMES } from './password-scheme.js';
import type { Obstructed, PasswordProtected, Recognition, RightsManaged } from './recognition.js';

/** One clause that says what the file is. */
export function reasonText(recognition: Recognition): string {
  switch (recognition.kind) {
    case 'opc':
      return `${recognition.type.title}, OOXML`;
    case 'binary':
      return binaryTitle(recognition.application);
    case 'rights-managed':
      return rightsManagedText(recognition);
    case 'password':
      return passwordText(recognition);
    case 'unknown-protection':
      return `Office document protected in a way that is not known, ${recognition.transform.name}`;
    case 'mail':
      return 'rights-managed mail message';
    case 'damaged':
      return `${recognition.isProtected ? 'encrypted Office document' : 'Office document'}, damaged: ${recognition.detail}`;
    case 'not-office':
      return recognition.looksLike === EMPTY
        ? 'an empty file, whatever its name says'
        : `not an Office document: it looks like ${recognition.looksLike}`;
  }
}

function binaryTitle(application: BinaryApplication): string {
  return `${application} 97–2003 ${{ Word: 'document', Excel: 'workbook', PowerPoint: 'presentation' }[application]}`;
}

function rightsManagedText({ shape, application }: RightsManaged): string {
  switch (shape) {
    case 'opc':
      return 'rights-managed Office document, OOXML';
    case 'binary':
      return `rights-managed ${application === undefined ? 'Office 97–2003 document' : binaryTitle(application)}`;
    case 'message':
      return 'content of a rights-managed mail message';
    case 'envelope':
      return 'package protected through .NET, such as an XPS document';
  }
}

function passwordText({ scheme, isBuiltInPassword, application }: PasswordProtected): string {
  const what = application === undefined ? 'OOXML document' : binaryTitle(application);
  const how = isBuiltInPassword === true ? 'the password that is built into Excel' : 'a password';
  return `${what} encrypted with ${how}, by ${PASSWORD_SCHEMES[scheme]}`;
}

/** Why the file can be neither protected nor opened here, and what to do. */
export function obstacleOf(recognition: Obstructed | RightsManaged): Obstacle {
  switch (recognition.kind) {
    case 'password':
      return passwordObstacle(recognition);
    case 'rights-managed':
      return otherDrm(
        'The package is rights-managed by the packaging API of .NET, as XPS documents are. Office programs cannot open it.',
        'Open it with the program that made it, such as the XPS Viewer.',
      );
    case 'mail':
      return otherDrm(
        'This is the content of a rights-managed mail, as it is attached to the mail under the name message.rpmsg.',
        'Open the mail in Outlook, on the web or on a phone, with the account it was sent to.',
      );
    case 'unknown-protection':
      return otherDrm(
        `The document is protected by ${recognition.transform.name} ${recognition.transform.id}, which is neither rights ` +
          'management nor a password of Office.',
        'Open it with the program that protected it.',
      );
    case 'not-office':
      return notOfficeObstacle(recognition.looksLike);
  }
}

function notOfficeObstacle(looksLike: string): Obstacle {
  const base = { reason: 'unknown', overridable: false } as const;
  if (looksLike === EMPTY) {
    return {
      ...base,
      message: 'The file is empty.',
      hint: 'Get the file once more from where it came from, or wrap it as a PFILE (--pfile).',
    };
  }
  return {
    ...base,
    message: `This is not an Office document, whatever its name says: it looks like ${looksLike}.`,
    hint: 'Give it the name of what it is, or wrap it as a PFILE (--pfile).',
  };
}

function otherDrm(message: string, hint: string): Obstacle {
  return { reason: 'other-drm', message, hint, overridable: false };
}

function passwordObstacle({ isBuiltInPassword }: PasswordProtected): Obstacle {
  const base = { reason: 'password', overridable: false } as const;
  if (isBuiltInPassword === true) {
    return {
      ...base,
      message:
        'The workbook is encrypted with the password that is built into Excel, which opens it without asking; other ' +
        'programs may not. It is not rights-managed.',
      hint: 'Save it in Excel without protection first.',
    };
  }
  const builtIn =
    isBuiltInPassword === undefined ? ' If Excel does not ask for one, it is the password built into it.' : '';
  return {
    ...base,
    message: `The document is encrypted with a password, not with rights management.${builtIn}`,
    hint: 'Open it in its program with the password and save it without one first.',
  };
}
