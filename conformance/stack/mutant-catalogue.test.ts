import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import { packageRoot } from '../files/package-root.ts';
import { PROFILE_IDS } from '../profiles/index.ts';
import { standingOf } from '../runner/standing.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { canShow, mustShow, mutantCatalogue, profileOf, seenIn } from './mutant-catalogue.ts';

/** Seen in both profiles, by different checks: the page names the first profile, `explain` that of the declaring check. */
const SEEN_IN_BOTH = ['lets-caches-keep-registrations'];

test('no mutant is refused in the profile in which it is offered', () => {
  const scenarios = loadScenarios();
  // What no profile can show is proved on a test gateway, and offered in none.
  const shown = [...mutantCatalogue(checks, scenarios).values()].filter(({ mutant }) =>
    PROFILE_IDS.some((id) => canShow(mutant, id)),
  );
  const refused = shown.filter(
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

/** Name, and what the page says that it must come to. */
const onThePage = (): [string, string][] =>
  [
    ...readFileSync(join(packageRoot, 'docs/mutants.md'), 'utf8').matchAll(
      /^\| `([\w-]+)` (?:\|[^|]*){2}\| (\w+) \|/gm,
    ),
  ].map(([, name, must]) => [name!, must!]);

test('a mutant that breaks a SHOULD alone must warn, and the page of mutants says so', () => {
  const catalogue = mutantCatalogue(checks, loadScenarios());
  const must = (name: string) => mustShow(catalogue.get(name)!, checks);
  expect(must('accepts-any-audience')).toBe('fail');
  const page = onThePage().filter(([name]) => catalogue.has(name));
  expect(page.length).toBeGreaterThan(300);
  expect(page).toEqual(page.map(([name]) => [name, must(name)]));
  expect(page.filter(([, word]) => word === 'warn').length).toBeGreaterThan(10);
});

test('what only warns in every check that claims it warns; one journey or MUST is enough to fail', () => {
  const [check] = checks.filter(({ clauses }) => standingOf({ clauses }).level === 'SHOULD');
  const weak = { mutant: { name: 'x' }, claimedBy: [check!.id] };
  expect(mustShow(weak, checks)).toBe('warn');
  expect(mustShow({ ...weak, claimedBy: [check!.id, 'tokens/a-journey'] }, checks)).toBe('fail');
});
