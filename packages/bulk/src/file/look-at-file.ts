import { basename } from 'node:path';
import { errorData, UnsupportedFormat, type Inspection } from '@rightsmith/core';
import type { FileAnswer, FileOrder } from '../pool/messages.js';
import { openFile } from './open-file.js';
import type { Surroundings } from './surroundings.js';

/** Tells what would become of a file, as far as that can be known without a key. Nothing is written. @throws as `RightsEngine.inspect`; CannotRead */
export async function lookAtFile(order: FileOrder, { engine, task, signal }: Surroundings): Promise<FileAnswer> {
  const { source } = openFile(order.path);
  try {
    const { settings } = task.call ?? {};
    const { facts } = await engine.inspect(source, {
      name: basename(order.path),
      signal,
      ...(settings !== undefined && { settings }),
    });
    if (task.verb !== 'protect') return answerForOpening(facts);
    return answerForProtecting(facts, order.as === 'pfile' ? 'pfile' : task.request.format);
  } finally {
    await source.close();
  }
}

function answerForProtecting({ status, format, obstacles }: Inspection, forced: string | undefined): FileAnswer {
  if (status === 'protected') return { kind: 'skipped', reason: 'already-protected', format: format.id };
  // A wrapper around the whole does not mind what stands against protecting what is inside.
  if (forced !== undefined) return { kind: 'fit', format: forced };
  const [obstacle] = obstacles;
  if (obstacle === undefined && status === 'plain') return { kind: 'fit', format: format.id };
  return unsupported(obstacle?.message ?? `The file is protected by something else: ${format.reason}.`, obstacle);
}

function answerForOpening({ status, format }: Inspection): FileAnswer {
  if (status === 'protected') return { kind: 'fit', format: format.id };
  if (status === 'plain') return { kind: 'skipped', reason: 'not-protected', format: format.id };
  return unsupported(`The file is protected by something else: ${format.reason}.`, undefined);
}

function unsupported(message: string, obstacle: Inspection['obstacles'][number] | undefined): FileAnswer {
  const { reason = 'other-drm', hint } = obstacle ?? {};
  return {
    kind: 'failed',
    error: errorData(new UnsupportedFormat(message, { reason, ...(hint !== undefined && { hint }) })),
  };
}
