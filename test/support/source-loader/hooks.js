// Loads TypeScript sources with their types blanked out. What was blanked once is kept on disk: the compiler that blanks takes
// longer to load than all the sources, and many tests start processes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const CACHE = new URL('../../../node_modules/.cache/blanked-sources/', import.meta.url);
const { version } = JSON.parse(
  readFileSync(new URL('../../../node_modules/ts-blank-space/package.json', import.meta.url), 'utf8'),
);

export async function resolve(specifier, context, nextResolve) {
  const { parentURL } = context;
  if (specifier.startsWith('.') && specifier.endsWith('.js') && parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/js$/, 'ts'), parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return nextResolve(specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const source = `${await blanked(readFileSync(new URL(url), 'utf8'))}\n//# sourceURL=${url}`;
  return { format: 'module', source, shortCircuit: true };
}

async function blanked(source) {
  const digest = createHash('sha256').update(`${version}\n${source}`).digest('hex');
  const kept = new URL(`${digest}.js`, CACHE);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { default: blankTypes } = await import('ts-blank-space');
    const text = blankTypes(source);
    mkdirSync(CACHE, { recursive: true });
    // Another process may be reading or keeping the same.
    const written = new URL(`${digest}.${process.pid}`, CACHE);
    writeFileSync(written, text);
    renameSync(written, kept);
    return text;
  }
}
