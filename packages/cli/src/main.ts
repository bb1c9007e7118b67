/** Runs the command line. */
export function main(): Promise<void> {
  return Promise.resolve();
}
