import { systemErrorCode } from './file-system-errors.js';

/** Whether a process of this computer lives, whoever it belongs to. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM says that it lives and is another user's.
    return systemErrorCode(error) !== 'ESRCH';
  }
}
