import { checks } from '../../conformance/checks/index.ts';
import type { ProfileId } from '../../conformance/profiles/index.ts';
import type { Run } from '../../conformance/run/model.ts';
import { run } from '../../conformance/runner/run.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { type Stack, startStack } from '../../conformance/stack/start-stack.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';

const password = 'opening-bell';

/** What an integrator gives for the reference: people, those who are special by their traits, and where keys are made. */
const meansFor = ({ broker }: Stack) => ({
  users: [
    { email: 'trader@example.com', password },
    { email: 'twin@example.com', password },
    { email: 'reader@example.com', password, traits: ['read-only' as const] },
    { email: 'free@example.com', password, traits: ['no-plan' as const] },
  ],
  clientCenter: { url: `${broker.origin}/client-center`, most: 1000 },
  registrations: 2000,
  mayTrade: true,
});

/** A gateway as somebody runs it: on the machine's clock, without test hooks; with room for many calls, so that nobody waits. */
export const startWithoutHooks = (profile: ProfileId): Promise<Stack> =>
  startStack({
    profile,
    clock: 'real',
    settings: { registrationsPerHour: 2000, callsPerMinute: 60_000, burst: 1000 },
    brokerRequestsPerMinute: 0,
  });

/** Grades it as one that is only a URL. */
export const gradeWithoutHooks = (
  profile: ProfileId,
  stack: Stack,
  selection: { only?: string[]; skip?: string[] },
): Promise<Run> =>
  run({
    version: 'test',
    checks,
    scenarios: loadScenarios(),
    ...selection,
    targets: GRADED_ERAS.map((era) => ({ url: stack.mcpUrl, profile, era })),
    ...meansFor(stack),
    startedAt: '2026-11-26T15:00:00.000Z',
  });
