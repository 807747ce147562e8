import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { packageRoot } from '../files/package-root.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { isShown, mutantCatalogue } from './mutant-catalogue.ts';

test('docs/mutants.md has a row for every mutant that a profile shows, and for no other: `npm run proof` writes it', () => {
  const page = readFileSync(join(packageRoot, 'docs/mutants.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, name]) => name);
  const shown = [...mutantCatalogue(checks, loadScenarios()).values()].filter(({ mutant }) => isShown(mutant));
  expect(rows.sort()).toEqual(shown.map(({ mutant }) => mutant.name).sort());
});
