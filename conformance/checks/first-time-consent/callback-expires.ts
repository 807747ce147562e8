import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { goOn, holdAtBrokerage } from '../../verbs/callback.ts';

export default check({
  id: 'first-time-consent/callback-expires',
  title: 'A sign-in that lay about for an hour is not gone on with',
  clauses: ['mcp-2026-07-28/security/proxy-state-single-use', 'mcp-2025-11-25/security/proxy-state-single-use'],
  level: 'MUST',
  lane: 'exclusive',
  applies: { needs: ['oauth'], profiles: ['static-client', 'dynamic-client'] },
  dependsOn: ['first-time-consent/callback-works-once'],
  async run(world) {
    const person = await world.person();
    const held = await holdAtBrokerage(world, person);
    await world.hooks.advance(20 * 60);
    const { stoppedAt, redirect } = await goOn({ ...person }, held);
    expect.that(stoppedAt?.kind === 'error' && !redirect, {
      expected: 'an error page',
      seen: stoppedAt?.title ?? `a redirect to ${redirect?.url.href}`,
    });
  },
  remedy: 'Let the state of an upstream request live for minutes, not for ever.',
  mutants: [{ name: 'keeps-sign-ins-open-for-ever', replaces: { stateIsFresh: () => true } }],
});
