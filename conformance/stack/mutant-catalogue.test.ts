import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { packageRoot } from '../files/package-root.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { mutantCatalogue, profileOf, seenIn } from './mutant-catalogue.ts';

/** Seen in both profiles, by different checks: the page names the first profile, `explain` that of the declaring check. */
const SEEN_IN_BOTH = ['lets-caches-keep-registrations'];

test('no mutant is refused in the profile in which it is offered', () => {
  const scenarios = loadScenarios();
  const refused = [...mutantCatalogue(checks, scenarios).values()].filter(
    (listed) => !seenIn(listed, checks, scenarios).includes(profileOf(listed.mutant, checks)),
  );
  expect(refused.map(({ mutant }) => mutant.name)).toEqual([]);
});

test('every mutant is offered in the profile in which the proof has seen it', () => {
  const page = readFileSync(join(packageRoot, 'docs/mutants.md'), 'utf8');
  const seen = [...page.matchAll(/^\| `([\w-]+)` \| `[^`]+` \| ([\w-]+) [\d-]+ \|/gm)]
    .map(([, name, profile]) => [name!, profile])
    .filter(([name]) => !SEEN_IN_BOTH.includes(name!));
  const catalogue = mutantCatalogue(checks, loadScenarios());
  const offered = seen.flatMap(([name]) => {
    const listed = catalogue.get(name!);
    return listed ? [[name, profileOf(listed.mutant, checks)]] : [];
  });
  expect(offered.length).toBeGreaterThan(300);
  expect(offered).toEqual(seen);
});
