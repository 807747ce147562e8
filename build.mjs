// Bundles the command line and all that it needs into dist/ and turns YAML that is read at run time into JSON there.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { checkFilesForEsbuild } from './dev/check-files.mjs';
import { thirdParty } from './dev/third-party.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// Built aside and swapped in at the end: a build that fails leaves the last good one in place.
const dist = mkdtempSync(join(root, '.dist-'));

const yamlFiles = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
const parsed = (file) => parse(readFileSync(join(root, file), 'utf8'));
const writeJson = (name, data) => writeFileSync(join(dist, name), JSON.stringify(data));

try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'conformance/cli.ts', 'servers-thread': 'conformance/stack/servers-thread.ts' },
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Packages are bundled: hundreds of files fewer are looked for, and what nobody calls is not loaded. The browser is the user's.
    external: ['libsql', 'playwright-core'],
    // What is CommonJS among them asks for Node's own modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    // Comments and the letters in them double what a source takes up in memory.
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    plugins: [checkFilesForEsbuild],
    // Its presence tells the code that it runs from dist/ and reads JSON; see conformance/files/package-root.ts.
    define: { OPENBELL_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
  chmodSync(join(dist, 'cli.js'), 0o755);
  writeFileSync(join(dist, 'THIRD-PARTY.txt'), thirdParty(metafile, root));
  writeJson('clauses.json', yamlFiles('conformance/clauses').flatMap(parsed));
  writeJson('scenarios.json', Object.fromEntries(yamlFiles('scenarios').map((file) => [file, parsed(file)])));
  chmodSync(dist, 0o755);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(dist, join(root, 'dist'));
  // The catalogue as data, said by the command that reads it from then on.
  const [cli, catalogue] = ['cli.js', 'checks.json'].map((name) => join(root, 'dist', name));
  writeFileSync(catalogue, execFileSync(process.execPath, [cli, 'list', 'checks', '--json']));
} catch (error) {
  rmSync(dist, { recursive: true, force: true });
  console.error(`build failed: ${error.message.split('\n')[0]}`);
  process.exitCode = 1;
}
