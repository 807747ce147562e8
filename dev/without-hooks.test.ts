import { describe, expect, test } from 'vitest';
import { GRADED_PROFILE_IDS } from '../conformance/profiles/index.ts';
import type { Run } from '../conformance/run/model.ts';
import { sharesOf } from '../conformance/run/rule.ts';
import { outcomeOf } from '../reports/outcome.ts';
import { gradeWithoutHooks, startWithoutHooks } from './testing/without-hooks.ts';

/** What is about limits takes real time: `npm run bench -- --without-hooks 10` waits for it. */
const skip = ['rate-limits'];

const TAKES_TIME = [
  'invalid-grant/i-went-for-coffee-and-the-code-expired',
  'invalid-grant/the-hour-is-over-and-my-client-refreshes',
];
/** Journeys that a gateway of this kind is told, and that do not come to an end here. */
const NOT_TOLD = {
  'static-client': TAKES_TIME,
  'dynamic-client': [
    ...TAKES_TIME,
    'scope-denial/my-plan-does-not-include-this',
    'scope-denial/the-add-on-is-too-old',
    'scope-denial/the-trading-platform-is-off',
  ],
};

const counted = ({ ledger }: Run, action: string) => ledger.find((one) => one.action === action)?.count ?? 0;
const RIGHT = { exitCode: 0, fail: 0, error: 0, blocked: 0 };
const endOf = (run: Run) => {
  const { fail, error, blocked } = run.summary;
  return { exitCode: outcomeOf(run).exitCode, fail, error, blocked };
};

describe.each(GRADED_PROFILE_IDS)(
  'the reference %s on the clock of the machine, without test hooks',
  async (profile) => {
    const stack = await startWithoutHooks(profile);
    const run = await gradeWithoutHooks(profile, stack, { skip });
    const again = await gradeWithoutHooks(profile, stack, {
      only: ['first-time-consent', 'registration', 'revocation'],
    });
    await stack.close();

    test('is found to be right', () => expect(endOf(run)).toEqual(RIGHT));

    test('is judged in 85 of 100 results and more, in each era', () => {
      const shares = sharesOf(run).map(({ era, judged, applies }) => ({ era, share: judged / applies }));
      expect(shares.filter(({ share }) => share < 0.85)).toEqual([]);
    });

    test('is told every journey but those that wait or change what somebody has at the brokerage', () => {
      const isToldIn = (...verdicts: string[]) =>
        new Set(run.scenarios.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id));
      const told = isToldIn('pass');
      expect([...isToldIn('untestable')].filter((id) => !told.has(id)).sort()).toEqual(
        NOT_TOLD[profile as keyof typeof NOT_TOLD],
      );
    });

    test('has no key left that the run made', () => {
      expect(counted(run, 'key made')).toBeGreaterThan(0);
      expect(counted(run, 'key deleted')).toBe(counted(run, 'key made'));
    });

    test('is found to be right at once again: nothing that a run leaves behind is in the way', () => {
      expect(endOf(again)).toEqual(RIGHT);
    });
  },
);
