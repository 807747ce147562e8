import { describe, expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import type { ProfileId } from '../profiles/index.ts';
import type { Run } from '../run/model.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { type StackOptions, startStack } from '../stack/start-stack.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import { run } from './run.ts';

/** Grades a sound gateway as whoever has its test hooks does: nothing is repeated, so checks go side by side. */
async function grade(profile: ProfileId, exercises: string[], options: Partial<StackOptions> = {}): Promise<Run> {
  const stack = await startStack({ profile, hooks: true, ...options });
  const isOne = ({ id }: { id: string }) => exercises.some((exercise) => id.startsWith(`${exercise}/`));
  try {
    return await run({
      version: 'test',
      checks: checks.filter((check) => isOne(check) || check.id === 'tokens/accepts-its-own-tokens'),
      scenarios: loadScenarios().filter(isOne),
      startedAt: '2026-11-17T15:00:00.000Z',
      targets: [{ url: stack.mcpUrl, hooks: stack.hooks!, profile, era: GRADED_ERAS[0]! }],
    });
  } finally {
    await stack.close();
  }
}

const blamed = ({ checks: graded, scenarios }: Run) =>
  [...graded, ...scenarios]
    .filter(({ verdict }) => !['pass', 'not-applicable', 'untestable'].includes(verdict))
    .map(({ id, verdict }) => `${id}: ${verdict}`);

/** Nobody trades at this hour. */
const ON_A_SATURDAY = '2026-11-28T15:00:00.000Z';

describe('checks that go side by side have nothing of each other', () => {
  test.each<[ProfileId, string, string[]]>([
    ['partner-key', 'what the product offers meanwhile', ['partners']],
    ['dynamic-client', 'an add-on that goes offline', ['scope-denial']],
  ])('%s is not blamed for %s', async (profile, _, exercises) => {
    expect(blamed(await grade(profile, exercises))).toEqual([]);
  });

  test('nobody is set back who waits for time to pass', async () => {
    expect(blamed(await grade('dynamic-client', ['rate-limits'], { clock: 'real' }))).toEqual([]);
  });
});

describe('a sound gateway is spared at any hour', () => {
  test('where the market is closed when orders are prepared', async () => {
    expect(blamed(await grade('minted-token', ['confirmation'], { clock: ON_A_SATURDAY }))).toEqual([]);
  });

  test('where the gateway starts in another year', async () => {
    expect(blamed(await grade('partner-key', ['partners'], { clock: '2028-03-01T15:00:00.000Z' }))).toEqual([]);
  });
});
