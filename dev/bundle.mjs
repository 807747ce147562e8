// A plug-in for Vite that hands a test the whole suite as one module, which Node loads as it is: loading nine hundred one
// by one, in each worker, costs more than a dozen trials, and so does rewriting the one.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { checkFilesForEsbuild } from './check-files.mjs';

const folder = fileURLToPath(new URL('../node_modules/.cache/openbell/tests/', import.meta.url));
const slashed = (path) => path.split('\\').join('/');

/** Bundles the file at this URL together with all of ours that it imports. */
export function bundled(url) {
  const file = fileURLToPath(url);
  const outfile = `${folder}${basename(file, '.ts')}.mjs`;
  let built;
  return {
    name: 'openbell:bundled',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!importer || !id.endsWith(basename(file))) return undefined;
      const resolved = await this.resolve(id, importer, { skipSelf: true });
      if (resolved?.id !== slashed(file)) return undefined;
      built ??= build({
        entryPoints: [file],
        outfile,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        packages: 'external',
        sourcemap: 'linked',
        plugins: [checkFilesForEsbuild],
      });
      await built;
      return outfile;
    },
  };
}
