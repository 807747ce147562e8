import { goOn, holdAtCallback } from '../../stage/callback.ts';
import { expect } from '../../vocabulary/expect.ts';
import { connection, redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/callback-works-once',
  title: 'An answer of the brokerage counts once, and repeating it does no harm to the connection',
  clauses: ['mcp/security/proxy-state-single-use'],
  applies: { needs: ['sign-in-at-the-brokerage'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const held = await holdAtCallback(world, person);
    const { redirect } = await goOn(person, held, { decision: 'allow', atSuccessPage: 'continue' });
    const answer = Object.fromEntries(redirect?.url.searchParams ?? []);
    const { code } = answer;
    const tokens = await redeem(world, held.client, { ...held.authorized, answer, ...(code ? { code } : {}) });
    const made = connection(held.client, person, held.authorized, tokens);
    const again = await goOn(person, held);
    expect.equal(again.stoppedAt?.kind, 'error', 'the page at the second use');
    const { name, args } = world.tool('accounts');
    expect.status(await world.mcp(made).call(name, args('')), 200);
  },
  remedy: 'Forget the state of an upstream request in the step that uses it.',
  variations: ['redirects-with-302', 'authorization-responses-written-otherwise', 'more-in-authorization-responses'],
  mutants: [{ name: 'takes-a-callback-twice', replaces: { stateIsUnused: () => true } }],
});
