import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { goOn, holdAtCallback } from '../../verbs/callback.ts';

export default check({
  id: 'first-time-consent/callback-belongs-to-the-browser-that-asked',
  title: 'An answer of the brokerage counts only in the browser that asked for it',
  clauses: ['mcp-2026-07-28/security/proxy-state-validated', 'mcp-2025-11-25/security/proxy-state-validated'],
  level: 'MUST',
  applies: { needs: ['oauth'], profiles: ['static-client', 'dynamic-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mallory = await world.person();
    const held = await holdAtCallback(world, mallory);
    const victim = await world.person();
    const { stoppedAt, redirect } = await goOn(victim, held);
    expect.that(stoppedAt?.kind === 'error' && !redirect, {
      expected: 'an error page in the other browser',
      seen: stoppedAt?.title ?? `a redirect to ${redirect?.url.href}`,
    });
  },
  remedy:
    'Bind the state of the upstream request to the browser session, and refuse a callback that arrives in another.',
  mutants: [{ name: 'takes-a-callback-in-any-browser', replaces: { stateIsOfThisBrowser: () => true } }],
});
