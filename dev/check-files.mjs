// The module `openbell:checks`: the default exports of all files in conformance/checks/<exercise>/, so that a new check is
// one new file. A plug-in for esbuild (build, scripts) and one for Vite (tests), both of the same few lines.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NAME = 'openbell:checks';
const folder = fileURLToPath(new URL('../conformance/checks/', import.meta.url));

const files = () =>
  readdirSync(folder, { recursive: true })
    .map((file) => file.split('\\').join('/'))
    .filter((file) => /^[^/]+\/[^/]+\.ts$/.test(file) && !file.endsWith('.test.ts'))
    // What several checks share lies beside them and has no default export.
    .filter((file) => /^export default /m.test(readFileSync(folder + file, 'utf8')))
    .sort();

function source() {
  const paths = files().map((file) => JSON.stringify(`${folder.split('\\').join('/')}${file}`));
  const imports = paths.map((path, n) => `import c${n} from ${path};`);
  return `${imports.join('\n')}\nexport default [${paths.map((_, n) => `c${n}`)}];\n`;
}

export const checkFilesForEsbuild = {
  name: NAME,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${NAME}$`) }, () => ({ path: NAME, namespace: NAME }));
    build.onLoad({ filter: /.*/, namespace: NAME }, () => ({ contents: source(), resolveDir: folder }));
  },
};

export const checkFilesForVite = {
  name: NAME,
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) => (id === `\0${NAME}` ? source() : undefined),
};
