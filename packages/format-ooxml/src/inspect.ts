import type { ByteSource, ContainerFacts, FormatContext, JsonObject, Label } from '@rightsmith/core';
import { inspectContainer } from './inspect-container.js';
import { readDocumentLabels } from './labels/document-labels.js';
import { readPackageLabels } from './labels/package-labels.js';
import type { Obstructed } from './recognize/recognition.js';
import { recognize } from './recognize/recognize.js';
import { obstacleOf } from './recognize/texts.js';

/** Everything that can be known without a key. */
export async function inspect(source: ByteSource, context: FormatContext): Promise<ContainerFacts> {
  const recognition = await recognize(source, context);
  switch (recognition.kind) {
    case 'opc': {
      const { type, reader, isSigned } = recognition;
      warnOfSignature(isSigned, context);
      const container = { kind: 'opc', application: type.application, extension: type.extension, isSigned };
      return plainFacts(source, container, await readPackageLabels(reader, context));
    }
    case 'binary': {
      const { application, file, isSigned } = recognition;
      warnOfSignature(isSigned, context);
      return plainFacts(source, { kind: 'binary', application, isSigned }, await readDocumentLabels(file, context));
    }
    case 'rights-managed':
      return inspectContainer(recognition, context);
    case 'password': {
      const { kind, scheme, isBuiltInPassword } = recognition;
      const known = isBuiltInPassword !== undefined && { isBuiltInPassword };
      return obstructedFacts('other-protection', recognition, { kind, scheme, ...known });
    }
    case 'unknown-protection':
      return obstructedFacts('other-protection', recognition, {
        kind: recognition.kind,
        transform: { ...recognition.transform },
      });
    case 'mail':
      return obstructedFacts('other-protection', recognition, { kind: recognition.kind });
    case 'not-office':
      return obstructedFacts('plain', recognition, { kind: recognition.kind, looksLike: recognition.looksLike });
    case 'damaged':
      throw recognition.error;
  }
}

/** The document is protected as it is, so its signature holds again when it is opened; but until then nobody sees it. */
function warnOfSignature(isSigned: boolean, context: FormatContext): void {
  if (isSigned) context.warn('signature-inside', { structure: 'digital signatures' });
}

function plainFacts(source: ByteSource, container: JsonObject, labels: readonly Label[]): ContainerFacts {
  return { status: 'plain', contentLength: source.size, labels, obstacles: [], encryptedFacts: [], container };
}

function obstructedFacts(
  status: ContainerFacts['status'],
  recognition: Obstructed,
  container: JsonObject,
): ContainerFacts {
  return { status, labels: [], obstacles: [obstacleOf(recognition)], encryptedFacts: [], container };
}
