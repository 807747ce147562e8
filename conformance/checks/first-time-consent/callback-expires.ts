import { Blocked, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/callback-expires',
  title: 'A sign-in that lay about for twenty minutes is not gone on with',
  clauses: ['mcp/security/proxy-state-single-use'],
  lane: 'exclusive',
  takesTime: true,
  applies: { needs: ['sign-in-at-the-brokerage', 'ai-clients-page'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const { email, password } = person;
    const page = `${world.origin}/ai-clients`;
    const begun = await person.browser.visit(page, `${world.brokerage().origin}/oauth2/authorize`, { email, password });
    if (!begun.redirect) throw new Blocked('the AI Clients page did not send the browser to the brokerage');
    await world.hooks.advance(20 * 60);
    const { stoppedAt } = await person.browser.visit(begun.redirect.url.href, page, { email, password });
    expect.equal(stoppedAt?.kind, 'error', 'the page that the sign-in ends on');
  },
  remedy: 'Let the state of an upstream request live for minutes, not for ever.',
  mutants: [{ name: 'keeps-sign-ins-open-for-ever', replaces: { stateIsFresh: () => true } }],
});
