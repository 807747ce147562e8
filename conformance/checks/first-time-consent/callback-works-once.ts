import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { goOn, holdAtCallback } from '../../verbs/callback.ts';

export default check({
  id: 'first-time-consent/callback-works-once',
  title: 'An answer of the brokerage counts once',
  clauses: ['mcp-2026-07-28/security/proxy-state-single-use', 'mcp-2025-11-25/security/proxy-state-single-use'],
  level: 'MUST',
  applies: { needs: ['oauth'], profiles: ['static-client', 'dynamic-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const held = await holdAtCallback(world, person);
    const first = await goOn(person, held);
    expect.that(first.stoppedAt && first.stoppedAt.kind !== 'error', {
      expected: 'the first use to lead on',
      seen: first.stoppedAt?.title ?? 'a redirect',
    });
    const { stoppedAt } = await goOn(person, held);
    expect.equal(stoppedAt?.errorCode, 'invalid_state', 'the error code of the page at the second use');
  },
  remedy: 'Forget the state of an upstream request in the step that uses it.',
  mutants: [{ name: 'takes-a-callback-twice', replaces: { stateIsUnused: () => true } }],
});
