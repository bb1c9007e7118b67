/**
 * A way to a module that is loaded when it is needed first: `loadOnce(() => import('./wrap.js'))`. For handlers, which every
 * file is shown to and few files need. `import` alone would look for the module again at every call.
 */
export function loadOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Promise<Module> | undefined;
  return () => (loaded ??= load());
}
