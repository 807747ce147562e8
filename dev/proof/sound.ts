import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Catalogue,
  GRADED_ERAS,
  gradeStack,
  isFine,
  ordersOf,
  PROFILES,
  type Profile,
  type ProfileId,
  type Run,
  type Subject,
  verdictsOf,
} from './suite.ts';

/** What one profile in both eras costs at most; a run that costs more has lost something that its checks shared. */
const COSTS: Partial<Record<ProfileId, { requests: number; signIns: number; resets: number }>> = {
  'static-client': { requests: 4_740, signIns: 144, resets: 22 },
  'dynamic-client': { requests: 4_800, signIns: 144, resets: 36 },
  'minted-token': { requests: 5_930, signIns: 0, resets: 20 },
  'partner-key': { requests: 5_140, signIns: 132, resets: 40 },
  gold: { requests: 9_400, signIns: 326, resets: 44 },
};

/** Recommendations that a profile does not follow on purpose, and why. */
const UNFOLLOWED: Partial<Record<ProfileId, Record<string, string>>> = {
  gold: {
    'wire/does-not-take-up-logging': 'logs are one of the features that it is there to show',
    'wire/begins-streams-with-an-id': 'it keeps no events, so nobody can come back for them',
  },
};

/** A profile without a sin, in both eras: every check and scenario is satisfied, for the price that is known. */
export function isSatisfied(catalogue: Catalogue, subjects: readonly Subject[], profile: ProfileId): void {
  describe(`${profile}, sound`, () => {
    const requests: string[] = [];
    let sound: Run;
    beforeAll(async () => {
      const note = (message: unknown) => {
        const { method, url } = (message as { request: { method: string; url: string } }).request;
        requests.push(`${method} ${url.split('?')[0]}`);
      };
      subscribe('http.server.request.start', note);
      sound = await gradeStack(catalogue, profile, GRADED_ERAS).finally(() =>
        unsubscribe('http.server.request.start', note),
      );
    });

    const applying = subjects.filter((one) => one.profiles.includes(profile));
    test.each(applying)('satisfies $id, or it does not apply', ({ id }) => {
      const isKnown = (verdict: string) => verdict === 'warn' && UNFOLLOWED[profile]?.[id] !== undefined;
      expect(verdictsOf(sound, id).filter(({ verdict }) => !isFine(verdict) && !isKnown(verdict))).toEqual([]);
    });

    const costs = COSTS[profile];
    if (costs)
      test('needs no more requests, sign-ins and resets than it did', () => {
        const count = (wanted: string) => requests.filter((request) => request === wanted).length;
        expect(requests.length).toBeLessThanOrEqual(costs.requests);
        expect(count('POST /sign-in')).toBeLessThanOrEqual(costs.signIns);
        expect(count('POST /test-hooks/reset')).toBeLessThanOrEqual(costs.resets);
        // That it counts at all.
        expect(requests.length).toBeGreaterThan(1_000);
      });

    test('places no more orders than a plan says', () => {
      const made = ordersMade(sound, PROFILES[profile]);
      const said = new Map([
        ...catalogue.checks.map(({ id, orders = 0 }) => [id, orders] as const),
        ...catalogue.scenarios.map((one) => [one.id, ordersOf(one)] as const),
      ]);
      expect(made.filter(([id, count]) => count > said.get(id)!)).toEqual([]);
    });
  });
}

/** Calls of a tool that may place an order, by the check or journey that made them. */
function ordersMade(sound: Run, { tools: { place, confirm } }: Profile): [string, number][] {
  const names = [place, confirm].flatMap((tool) => (tool ? [`"name":"${tool.name}"`] : []));
  const isOrder = new Set(
    sound.exchanges
      .filter(({ request: { body = '' } }) => body.includes('"tools/call"') && names.some((one) => body.includes(one)))
      .map(({ n }) => n),
  );
  const exchangesOf = (one: Run['checks'][number] | Run['scenarios'][number]) =>
    'steps' in one ? one.steps.flatMap(({ exchanges = [] }) => exchanges) : one.exchanges;
  return [...sound.checks, ...sound.scenarios].map((one) => [
    one.id,
    exchangesOf(one).filter((n) => isOrder.has(n)).length,
  ]);
}
