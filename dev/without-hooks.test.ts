import { describe, expect, test } from 'vitest';
import { PROFILE_IDS } from '../conformance/profiles/index.ts';
import type { Run } from '../conformance/run/model.ts';
import { sharesOf } from '../conformance/run/rule.ts';
import { outcomeOf } from '../reports/outcome.ts';
import { gradeWithoutHooks, startWithoutHooks } from './testing/without-hooks.ts';

/** What is about limits takes real time: `npm run bench -- --without-hooks 10` waits for it. */
const TAKES_TIME = ['rate-limits'];

const counted = ({ ledger }: Run, action: string) => ledger.find((one) => one.action === action)?.count ?? 0;

/** How many journeys come to a verdict in some era, by profile. */
const JOURNEYS = { 'static-client': 44, 'dynamic-client': 43 };

describe.each(PROFILE_IDS)('the reference %s on the clock of the machine, without test hooks', async (profile) => {
  const stack = await startWithoutHooks(profile);
  const first = await gradeWithoutHooks(profile, stack, TAKES_TIME);
  const second = await gradeWithoutHooks(profile, stack, TAKES_TIME);
  await stack.close();

  describe.each([
    ['at first', first],
    ['at once again', second],
  ])('%s', (_, run) => {
    test('is found to be right', () => {
      const { fail, error, blocked } = run.summary;
      expect({ exitCode: outcomeOf(run).exitCode, fail, error, blocked }).toEqual({
        exitCode: 0,
        fail: 0,
        error: 0,
        blocked: 0,
      });
    });

    test('is judged in more than 85 of 100 results, in each era', () => {
      const shares = sharesOf(run).map(({ era, judged, applies }) => ({ era, share: judged / applies }));
      expect(shares.filter(({ share }) => share < 0.85)).toEqual([]);
    });

    test('plays most journeys to their end', () => {
      const played = new Set(run.scenarios.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
      expect(played.size).toBeGreaterThanOrEqual(JOURNEYS[profile]);
    });

    test('has no key left that the run made', () => {
      expect(counted(run, 'key made')).toBeGreaterThan(0);
      expect(counted(run, 'key deleted')).toBe(counted(run, 'key made'));
    });
  });
});
