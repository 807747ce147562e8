import { goOn, holdAtCallback } from '../../stage/callback.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/callback-belongs-to-the-browser-that-asked',
  title: 'An answer of the brokerage counts only in the browser that asked for it',
  clauses: ['mcp/security/proxy-state-validated'],
  applies: { needs: ['sign-in-at-the-brokerage'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mallory = await world.person();
    const held = await holdAtCallback(world, mallory);
    const victim = await world.person();
    const { stoppedAt } = await goOn(victim, held);
    expect.equal(stoppedAt?.kind, 'error', 'the page in the other browser');
    const own = await goOn(mallory, held);
    expect.that(own.stoppedAt?.kind !== 'error', {
      expected: 'the answer still to count in the browser that asked',
      seen: `the page “${own.stoppedAt?.title}”`,
    });
  },
  remedy:
    'Bind the state of the upstream request to the browser session, and refuse a callback that arrives in another.',
  variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
  mutants: [{ name: 'takes-a-callback-in-any-browser', replaces: { stateIsOfThisBrowser: () => true } }],
});
