// Bundles the command line into dist/ and turns YAML that is read at run time into JSON there.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'conformance/cli.ts' },
  outdir: dist,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  // Its presence tells the code that it runs from dist/ and reads JSON; see conformance/package-root.ts.
  define: { OPENBELL_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
chmodSync(join(dist, 'cli.js'), 0o755);

const yamlFiles = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
const parsed = (file) => parse(readFileSync(join(root, file), 'utf8'));

writeFileSync(join(dist, 'clauses.json'), JSON.stringify(yamlFiles('conformance/clauses').flatMap(parsed)));
const scenarios = yamlFiles('scenarios').map((file) => [file, parsed(file)]);
writeFileSync(join(dist, 'scenarios.json'), JSON.stringify(Object.fromEntries(scenarios)));
