// Writes the JSON Schema of openbell.yaml, for editors, from the schema that reads the file.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  absWorkingDir: root,
  stdin: { contents: "export { configSchema } from './conformance/config/schema.ts';", resolveDir: root },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});
// Imported from inside the project, so that its packages are found.
const bundle = new URL('../dev/.config-schema.tmp.mjs', import.meta.url);
writeFileSync(bundle, outputFiles[0].text);
try {
  const { configSchema } = await import(bundle.href);
  const schema = JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' }), null, 2);
  writeFileSync(new URL('../conformance/config/config.schema.json', import.meta.url), `${schema}\n`);
} finally {
  rmSync(bundle);
}
