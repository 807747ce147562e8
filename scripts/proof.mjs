// `npm run proof`: every mutant against every check and scenario; writes docs/mutants.md. Takes a while.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}node_modules/.cache/openbell-proof/matrix.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ['conformance/proof/matrix-main.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
process.exit(spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1);
