/** Options with which a Node process runs the TypeScript sources of tests and packages. */
export const RUN_SOURCES: readonly string[] = [
  `--import=${new URL('./source-loader/register.js', import.meta.url).href}`,
  '--conditions=rightsmith-source',
];
