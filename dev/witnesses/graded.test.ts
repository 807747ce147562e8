import { describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import type { CheckResult, Run, ScenarioResult } from '../../conformance/run/model.ts';
import { sharesOf } from '../../conformance/run/rule.ts';
import { run } from '../../conformance/runner/run.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import { witnesses } from './index.ts';
import type { WitnessKind } from './witness.ts';

/** What a run comes to, besides what the table of the witness says. */
interface Demand {
  /** The part of what applies that is judged, over all eras. */
  judged: number;
  /** How many journeys come to a verdict. */
  journeys: number;
  /** Deviations of the table that such a run does not see, with the reason. */
  unseen: Record<string, string>;
}

const manyCalls = { 'rate-limits/limits-calls': 'a limit beyond ninety calls cannot be told from none' };
const takesTime = { 'invalid-grant/forgives-a-lost-answer-for-a-short-time-only': 'nobody waits here' };
const leftOpen = { 'redirect-uri-mismatch/takes-the-only-one-for-granted': 'a MAY weighs nothing on a stranger' };
const ofAProduct = {
  'invalid-grant/gives-refresh-tokens-to-those-who-registered-for-them': 'no document demands it of everybody',
};

const demands: Record<string, Demand> = {
  certified: { judged: 0.85, journeys: 25, unseen: manyCalls },
  opaque: {
    judged: 0.85,
    journeys: 25,
    unseen: { ...manyCalls, ...takesTime, ...leftOpen, ...ofAProduct },
  },
  open: { judged: 0.85, journeys: 0, unseen: { 'rate-limits/limits-calls': 'it is looked at for users' } },
  confidential: {
    judged: 0.85,
    journeys: 25,
    unseen: { ...manyCalls, ...leftOpen, ...ofAProduct },
  },
};

/** Grades a witness as somebody does who was given its URL and its users, one of whom may be locked out, and may trade on paper. */
async function graded({ start }: WitnessKind): Promise<Run> {
  const { url, users = [], close } = await start();
  try {
    return await run({
      version: 'test',
      checks,
      scenarios: loadScenarios(),
      targets: GRADED_ERAS.map((era) => ({ url, era, eraIsAGuess: true })),
      users: users.map(({ username: email, ...rest }) => ({ email, ...rest })),
      registrations: 60,
      mayTrade: true,
      startedAt: '2026-11-26T15:00:00.000Z',
    });
  } finally {
    await close();
  }
}

type Result = CheckResult | ScenarioResult;
const resultsOf = ({ checks, scenarios }: Run): Result[] => [...checks, ...scenarios];
const ids = (results: readonly Result[], ...verdicts: string[]) =>
  [...new Set(results.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id))].sort();
const deviationsOf = ({ expectations }: WitnessKind) =>
  expectations.filter(({ stands }) => stands === 'deviates').map(({ of }) => of);

function judgedShare(run: Run): number {
  const sum = (of: 'judged' | 'applies') => sharesOf(run).reduce((total, share) => total + share[of], 0);
  return sum('judged') / sum('applies');
}

/** How many journeys came to a verdict. */
const playedIn = ({ scenarios }: Run): number =>
  scenarios.filter(({ verdict }) => ['pass', 'fail', 'warn'].includes(verdict)).length;

/** Checks in which a page was answered that stands in the record of no other: somebody signed in for them alone. */
function whoSignsIn({ checks: results, exchanges }: Run): string[] {
  const sent = exchanges.filter(({ from, request }) => from === 'human' && request.method === 'POST');
  const same = new Map<string, typeof sent>();
  for (const one of sent) {
    const key = `${one.request.url} ${one.request.body}`;
    same.set(key, [...(same.get(key) ?? []), one]);
  }
  const owners = [...same.values()].flatMap((copies) => {
    const of = results.filter(({ exchanges: numbers }) => copies.some(({ n }) => numbers.includes(n)));
    return of.length === 1 ? of : [];
  });
  return [...new Set(owners.map(({ id }) => id))];
}

const kindOf = (name: string) => witnesses.find((one) => one.name === name)!;

describe.each(Object.entries(demands))('the witness %s', async (name, { judged, journeys, unseen }) => {
  const kind = kindOf(name);
  const run = await graded(kind);

  test('is blamed for what its table lists, and for nothing else', () => {
    const listed = deviationsOf(kind).filter((id) => !(id in unseen));
    expect(ids(resultsOf(run), 'fail', 'warn')).toEqual(listed.sort());
  });

  test('brings nothing of ours to an end, and nothing is blocked', () => {
    expect(ids(resultsOf(run), 'error', 'blocked')).toEqual([]);
  });

  test('sees nobody sign in for a check that spends nothing, which goes side by side with others', () => {
    const spending = new Set(checks.filter(({ spends }) => spends).map(({ id }) => id));
    // Whoever is the first to borrow a connection, to read or to trade, makes it for all.
    expect(whoSignsIn(run).filter((id) => !spending.has(id)).length).toBeLessThanOrEqual(2);
  });

  test('is judged in most of what applies', () => {
    expect(judgedShare(run)).toBeGreaterThanOrEqual(judged);
    expect(playedIn(run)).toBeGreaterThanOrEqual(journeys);
  });
});

describe('the witness router, within its limits', async () => {
  const kind = kindOf('router');
  const run = await graded(kind);

  test('is blamed for nothing that its table does not list', () => {
    const listed = new Set(deviationsOf(kind));
    expect(ids(resultsOf(run), 'fail', 'warn').filter((id) => !listed.has(id))).toEqual([]);
    expect(ids(resultsOf(run), 'error', 'blocked')).toEqual([]);
  });

  test('is judged in what its limits leave, and journeys have their share', () => {
    expect(judgedShare(run)).toBeGreaterThanOrEqual(0.6);
    expect(playedIn(run)).toBeGreaterThanOrEqual(25);
  });

  test('says how much it takes, and so does what could not be judged for that', () => {
    const limits = run.targets[0]?.facts?.find(({ fact }) => fact === 'limits')?.is;
    expect(limits).toContain('50 requests in 15 minutes at /token');
    const words = resultsOf(run).filter(({ missing }) => missing === 'patience');
    expect(words.some(({ reason }) => reason?.includes('takes 20 requests in 60 minutes at /register'))).toBe(true);
  });
});
