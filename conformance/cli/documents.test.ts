import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { clauseIn } from '../clauses/clauses.ts';
import { packageRoot } from '../files/package-root.ts';
import { guideRows } from '../help/guide-rows.ts';
import { loadScenarios } from '../scenarios/load.ts';

const read = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');

test('CONTRIBUTING says of every dependency why it is there', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const text = read('CONTRIBUTING.md');
  const named = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));
  expect(named.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('the first screen of the README has exactly two commands to set up', () => {
  const commands = /```sh\n([\s\S]*?)```/.exec(read('README.md'))?.[1]?.trim().split('\n') ?? [];
  expect(commands.map((line) => line.split('#')[0]?.trim())).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
});

const pages = (folder: string): string[] =>
  readdirSync(join(packageRoot, folder)).flatMap((file) => (file.endsWith('.md') ? [`${folder}/${file}`] : []));

/** The files that a page leads to, as seen from the root. */
const linksOf = (page: string): string[] =>
  [...read(page).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
    join(dirname(page), to!).replaceAll('\\', '/'),
  );

test('the README leads to every page of docs, and their index to every decision', () => {
  const index = linksOf('docs/README.md');
  expect(pages('docs').filter((page) => !linksOf('README.md').includes(page))).toEqual([]);
  expect([...pages('docs'), ...pages('docs/decisions')].filter((page) => !index.includes(page))).toEqual([
    'docs/README.md',
  ]);
});

test('no page leads to a file that is not there', () => {
  const all = ['README.md', 'CONTRIBUTING.md', ...pages('docs'), ...pages('docs/decisions')];
  const lost = all.flatMap((page) => linksOf(page).filter((to) => !existsSync(join(packageRoot, to))));
  expect(lost).toEqual([]);
});

test('every clause or guide row that is cited is known', () => {
  const cited = [...checks.flatMap((check) => check.clauses), ...loadScenarios().flatMap((scenario) => scenario.guide)];
  const unknown = cited.filter((id) => !clauseIn(id) && !Object.hasOwn(guideRows, id));
  expect(unknown).toEqual([]);
});
