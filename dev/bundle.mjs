// A plug-in for Vite that hands a test the whole suite as one module: loading eight hundred one by one, in each worker,
// costs more than a dozen trials.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { checkFilesForEsbuild } from './check-files.mjs';

/** Bundles the file at this URL together with all of ours that it imports. */
export function bundled(url) {
  const file = fileURLToPath(url);
  const isIt = (id) => id.split('\\').join('/') === file.split('\\').join('/');
  return {
    name: 'openbell:bundled',
    enforce: 'pre',
    async load(id) {
      if (!isIt(id)) return undefined;
      const { outputFiles } = await build({
        entryPoints: [file],
        outdir: fileURLToPath(new URL('.', url)),
        write: false,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        packages: 'external',
        sourcemap: 'external',
        plugins: [checkFilesForEsbuild],
      });
      const [map, code] = ['.map', '.js'].map((end) => outputFiles.find(({ path }) => path.endsWith(end)).text);
      return { code, map };
    },
  };
}
