// `node dev/run-typescript.mjs ONE.ts [MORE.ts …] [argument …]`: bundles each file beside the others, so that plain
// Node runs them on every supported version, and starts the first. Benchmark and proof are run this way.
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { checkFilesForEsbuild } from './check-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = `${root}node_modules/.cache/openbell`;
const isSource = (word) => word.endsWith('.ts');
const sources = process.argv.slice(2).filter(isSource);
const rest = process.argv.slice(2).filter((word) => !isSource(word));
await build({
  absWorkingDir: root,
  entryPoints: sources,
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  plugins: [checkFilesForEsbuild],
  logLevel: 'warning',
});
const started = `${outdir}/${basename(sources[0], '.ts')}.mjs`;
process.exit(spawnSync(process.execPath, [started, ...rest], { stdio: 'inherit' }).status ?? 1);
