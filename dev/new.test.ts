import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../conformance/files/package-root.ts';
import { create } from './new.mjs';

let root: string;
const written = (file: string): string => readFileSync(join(root, file), 'utf8');

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'openbell-new-'));
  for (const file of ['conformance/checks/pkce/area.ts']) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    cpSync(join(packageRoot, file), join(root, file));
  }
  writeFileSync(join(root, 'conformance/checks/pkce/table.ts'), 'export default rows(one, [\n]);\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['check', ['pkce/refuses-this'], 'conformance/checks/pkce/refuses-this.ts', "id: 'pkce/refuses-this'"],
  ['row', ['pkce/table', 'pkce/refuses-that'], 'conformance/checks/pkce/table.ts', "id: 'pkce/refuses-that'"],
  ['scenario', ['pkce/i-try'], 'scenarios/pkce/i-try.yaml', 'steps:'],
  [
    'mutant',
    ['conformance/checks/pkce/refuses-this.ts', 'a-sin'],
    'conformance/checks/pkce/refuses-this.ts',
    "name: 'a-sin'",
  ],
  ['profile', ['magic-link'], 'reference-server/profiles/magic-link/index.ts', 'export const magicLink = profile('],
  ['reporter', ['csv'], 'reports/csv.ts', 'export const toCsv ='],
])('a new %s has its place filled in, and the next step is said', (kind, given, file, text) => {
  expect(create(root, kind, ...given)).toMatch(/\nnext: \S/);
  expect(written(file)).toContain(text);
  expect(() => create(root, kind, ...given), 'a second time').toThrow(/already/);
});

test.each([
  ['chekc', ['pkce/x'], 'there is no kind “chekc”'],
  ['check', ['nowhere/x'], 'there is no area conformance/checks/nowhere'],
  ['check', ['pkce/Not Kebab'], 'exercise/name-in-small-letters'],
  ['row', ['pkce/no-table', 'pkce/x'], 'there is no table'],
  ['mutant', ['conformance/none.ts', 'x'], 'there is no file'],
])('%s %j is refused in a sentence', (kind, given, message) => {
  expect(() => create(root, kind, ...given)).toThrow(message);
});
