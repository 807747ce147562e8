import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { profiles } from '../../reference-server/profiles/index.ts';

const root = join(import.meta.dirname, '../..');
const { plugins } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
let folder: string;

/** A folder of its own with the rule as `biome.json` declares it, and nothing else switched on. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbell-lint-'));
  const absolute = plugins.map((plugin: { path: string }) => ({ ...plugin, path: join(root, plugin.path) }));
  const config = { plugins: absolute, linter: { rules: { recommended: false } } };
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How many breaches of the rule there are in a file of this place. */
function breaches(place: string, code: string): number {
  const file = join(folder, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', place], { cwd: folder, encoding: 'utf8' });
  const said = `${stdout}${stderr}`;
  expect(said).toContain('Checked 1 file');
  return said.split('Only profiles/ names a profile').length - 1;
}

test.each([
  ['a literal', "export const is = (id: string): boolean => id === 'gold';"],
  ['a type', "export type Id = 'static-client';"],
  ['a key', "export const words = { 'dynamic-client': '' };"],
  ['a template', 'export const id = `minted-token`;'],
  ['an index', "export const of = (all: Record<string, string>) => all['partner-key'];"],
])('%s names a profile', (_what, code) => {
  expect(breaches('reference-server/oauth/one.ts', code)).toBe(1);
});

test.each(Object.keys(profiles))('%s is known', (id) => {
  expect(breaches('reference-server/oauth/id.ts', `export const id = '${id}';`)).toBe(1);
});

test('other words do not', () => {
  expect(breaches('reference-server/oauth/other.ts', "export const words = ['goldfish', 'partner-keys'];")).toBe(0);
});

test.each([
  'reference-server/profiles/gold/index.ts',
  'reference-server/oauth/one.test.ts',
  'reference-server/pages/one.spec.ts',
])('%s may', (place) => {
  expect(breaches(place, "export const id = 'gold';")).toBe(0);
});
