import { register } from 'node:module';

// For `node --import`: tells on standard error the URL of every module that is loaded.
const HOOKS = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    writeSync(2, 'import ' + url + '\\n');
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
