import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the package, from the sources as from the bundle in `dist/`, which moves `import.meta.url`. */
const packageRoot = () => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
};

/** An inline style or script, and the source expression that lets it alone through the Content-Security-Policy. */
export interface Asset {
  text: string;
  allowed: string;
}

const load = (files: string[]): Asset => {
  const folder = join(packageRoot(), 'reports/html');
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return { text, allowed: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
};

const styles = ['base', 'frame', 'verdict', 'overview', 'tools', 'rows', 'exchanges', 'flow', 'media'].map(
  (name) => `${name}.css`,
);

let assets: { style: Asset; script: Asset } | undefined;

/** Read once, when the first report is rendered. */
export const pageAssets = () => {
  assets ??= {
    style: load(styles),
    script: load(['packed.js', 'tickets.js', 'open.js', 'filter.js', 'copy.js', 'keys.js']),
  };
  return assets;
};
