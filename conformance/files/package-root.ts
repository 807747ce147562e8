import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

declare const OPENBELL_VERSION: string | undefined;

/** True in `dist/`, where the build has turned YAML into JSON; false when the sources run by themselves. */
export const isBuilt = typeof OPENBELL_VERSION === 'string';

/** The folder of package.json. Bundling moves modules, so assets are resolved from here and never from a module. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The version of openbell, as in package.json. */
export const version: string =
  typeof OPENBELL_VERSION === 'string'
    ? OPENBELL_VERSION
    : (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

/** A JSON file that the build wrote to `dist/`. */
export const readBuilt = (name: string): unknown => JSON.parse(readFileSync(join(packageRoot, 'dist', name), 'utf8'));

/** Whether the build has written this file; never when the sources run by themselves. */
export const hasBuilt = (name: string): boolean => isBuilt && existsSync(join(packageRoot, 'dist', name));

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('openbell is installed incompletely: its package.json is missing');
  return findRoot(parent);
}
