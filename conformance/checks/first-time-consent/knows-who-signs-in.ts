import { Blocked, expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/knows-who-signs-in',
  title: 'Only the right password signs a user in',
  clauses: ['oauth21/authenticate-owner', 'AR-5'],
  blame: 'broker',
  async run(world) {
    const person = await world.person({ disposable: true });
    const client = await world.client({ person });
    const { code, landing } = await authorize(world, { client, person, human: { mistypeFirst: true } });
    const signIns = landing.pages.filter((page) => page.kind === 'sign-in').length;
    // Who is asked a third time was given a wrong password by whoever configured it.
    if (!code && signIns > 2)
      throw new Blocked(`the password of ${person.email} is not the right one, or is not taken`, 'sign-in');
    expect.that(signIns >= 2 || landing.stoppedAt?.kind === 'error', {
      expected: 'the sign-in page again after a wrong password',
      seen: `${signIns} sign-in page`,
    });
    expect.that(code || landing.stoppedAt, { expected: 'a way on with the right one', seen: 'nothing' });
  },
  remedy: 'Compare the password.',
  variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
  mutants: [{ name: 'takes-any-password', replaces: { brokerPasswordMatches: () => true } }],
});
